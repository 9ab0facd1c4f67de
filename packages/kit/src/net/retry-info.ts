// The one thing we read from a google.rpc.Status: how long its RetryInfo asks to wait. Just enough protobuf for that.

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';
/** More is taken for nonsense. */
const MAX_RETRY_MS = 3_600_000;

/** `status` is the content of `grpc-status-details-bin`; null where it has no RetryInfo or cannot be read. */
export function retryInfoMs(status: Uint8Array): number | null {
  for (const [field, detail] of fieldsOf(status)) {
    if (field !== 3 || typeof detail === 'number') continue;
    const any = new Map(fieldsOf(detail));
    const [typeUrl, value] = [any.get(1), any.get(2)];
    if (!(typeUrl instanceof Uint8Array) || Buffer.from(typeUrl).toString() !== RETRY_INFO) continue;
    return value instanceof Uint8Array ? delayMs(value) : null;
  }
  return null;
}

function delayMs(retryInfo: Uint8Array): number | null {
  const delay = new Map(fieldsOf(retryInfo)).get(1);
  if (!(delay instanceof Uint8Array)) return null;
  const duration = new Map(fieldsOf(delay));
  const [seconds, nanos] = [duration.get(1) ?? 0, duration.get(2) ?? 0];
  if (typeof seconds !== 'number' || typeof nanos !== 'number') return null;
  const ms = seconds * 1_000 + nanos / 1_000_000;
  return ms >= 0 && ms <= MAX_RETRY_MS ? ms : null;
}

/** Field numbers with varints as numbers and texts, bytes and messages as bytes; ends at the first mistake. */
function* fieldsOf(message: Uint8Array): Generator<readonly [number, number | Uint8Array]> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; at < message.length; scale *= 128) {
      const byte = message[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  while (at < message.length) {
    const tag = varint();
    const type = tag % 8;
    if (type !== 0 && type !== 2) return;
    const value = varint();
    if (Number.isNaN(value)) return;
    if (type === 0) yield [Math.floor(tag / 8), value];
    else {
      if (value > message.length - at) return;
      yield [Math.floor(tag / 8), message.subarray(at, at + value)];
      at += value;
    }
  }
}
