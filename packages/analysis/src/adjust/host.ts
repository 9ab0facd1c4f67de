// Which host a process ran on, as far as Jaeger's clients say it: the process tag `ip`.
import type { Resource } from '@spoor/core';

/** '' = unknown, which is never the same host as another. */
export function hostOf(resource: Resource): string {
  const value = resource.attributes.find((attribute) => attribute.key === 'ip')?.value;
  switch (value?.type) {
    case 'string':
      return value.value;
    case 'int':
      return ipv4Text(value.value);
    case 'bytes':
      return addressText(value.value);
    default:
      return '';
  }
}

/** The low 32 bits as a dotted quad; fractions are cut off. */
export function ipv4Text(value: number | bigint): string {
  const bits = typeof value === 'bigint' ? Number(BigInt.asUintN(32, value)) : value >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return '';
  const isMapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMapped ? bytes.subarray(12).join('.') : ipv6Text(bytes);
}

/** RFC 5952: the longest run of at least two zero groups becomes `::`, the first of equals. */
function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16));
  let runAt = 0;
  let runLength = 0;
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === '0') end++;
    if (end - at > runLength) [runAt, runLength] = [at, end - at];
  }
  if (runLength < 2) return groups.join(':');
  return `${groups.slice(0, runAt).join(':')}::${groups.slice(runAt + runLength).join(':')}`;
}
