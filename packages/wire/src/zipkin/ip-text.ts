// IP addresses as texts, as Go prints them: IPv6 in its shortest form, an IPv4 address inside IPv6 as IPv4.

const GROUPS = 8;

/** `word`: the address as an unsigned or signed 32-bit number, most significant byte first. */
export function ipv4Text(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`;
}

/** The dotted form without leading zeros as an unsigned number; -1 when `text` is none. */
export function ipv4Of(text: string): number {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (parts === null) return -1;
  let word = 0;
  for (const part of parts.slice(1)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return -1;
    word = word * 256 + Number(part);
  }
  return word;
}

/** Of the 16 bytes at `at`. */
export function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups = Array.from({ length: GROUPS }, (_, i) => (bytes[at + 2 * i]! << 8) | bytes[at + 2 * i + 1]!);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return ipv4Text((groups[6]! << 16) | groups[7]!);
  const [zerosAt, zeros] = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (zeros < 2) return hex.join(':');
  return `${hex.slice(0, zerosAt).join(':')}::${hex.slice(zerosAt + zeros).join(':')}`;
}

/** The 16 bytes; null when `text` is no IPv6 address. Zones are refused. */
export function ipv6Of(text: string): Uint8Array | null {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return null;
  const head = groupsOf(halves[0]!, halves.length === 1);
  const tail = groupsOf(halves[1] ?? '', true);
  if (head === null || tail === null) return null;
  const missing = GROUPS - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 0xff]));
}

/** `text` as Go would print it after reading it; null when it is no address. */
export function canonicalIp(text: string): string | null {
  if (ipv4Of(text) >= 0) return text;
  const bytes = ipv6Of(text);
  return bytes === null ? null : ipv6Text(bytes, 0);
}

/** The numbers between colons; an IPv4 address may stand for the last two of the whole. */
function groupsOf(text: string, isEnd: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const word = isEnd && i === parts.length - 1 && part.includes('.') ? ipv4Of(part) : -1;
    if (word >= 0) groups.push(word >>> 16, word & 0xffff);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

/** The first of the longest runs of zeros: where and how many. */
function longestZeros(groups: readonly number[]): readonly [at: number, count: number] {
  let best: readonly [number, number] = [0, 0];
  let start = 0;
  for (let i = 0; i <= groups.length; i++) {
    if (groups[i] === 0) continue;
    if (i - start > best[1]) best = [start, i - start];
    start = i + 1;
  }
  return best;
}
