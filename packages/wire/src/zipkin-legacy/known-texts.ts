// Keys and values of Zipkin's thrift model that mean something, and the names that Jaeger gives them.

const encoder = new TextEncoder();

export const KEY_ERROR: Uint8Array = encoder.encode('error');
export const KEY_LOCAL_COMPONENT: Uint8Array = encoder.encode('lc');
const ADDRESSES: readonly Uint8Array[] = ['sa', 'ca', 'ma'].map((key) => encoder.encode(key));
const TRUE = encoder.encode('true');
const FALSE = encoder.encode('false');

export const TAG_COMPONENT: Uint8Array = encoder.encode('component');
export const TAG_PEER_SERVICE: Uint8Array = encoder.encode('peer.service');
export const TAG_PEER_IPV4: Uint8Array = encoder.encode('peer.ipv4');
export const TAG_PEER_IPV6: Uint8Array = encoder.encode('peer.ipv6');
export const TAG_PEER_PORT: Uint8Array = encoder.encode('peer.port');
export const TAG_ERROR_MESSAGE: Uint8Array = encoder.encode('error.message');
export const TAG_EVENT: Uint8Array = encoder.encode('event');
export const TAG_IP: Uint8Array = encoder.encode('ip');

/** Of a tag that says something of its process; Jaeger's first clients sent them on every span. */
export interface ProcessTag {
  readonly key: Uint8Array;
  /** The process tag's own name. */
  readonly name: Uint8Array;
}

/** By the names that they get, which is the order of a process' tags; `ip` comes after the first. */
export const PROCESS_TAGS: readonly ProcessTag[] = [
  { key: encoder.encode('jaeger.hostname'), name: encoder.encode('hostname') },
  { key: encoder.encode('jaegerClient'), name: encoder.encode('jaeger.version') },
  { key: encoder.encode('jaeger.version'), name: encoder.encode('jaeger.version') },
];

/** Whether [at, end) is `text`. */
export function isText(bytes: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  if (end - at !== text.length) return false;
  for (let i = 0; i < text.length; i++) {
    if (bytes[at + i] !== text[i]) return false;
  }
  return true;
}

/** The same for a `text` of lower-case letters, whatever the case of the bytes. */
export function isTextOfAnyCase(bytes: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  if (end - at !== text.length) return false;
  for (let i = 0; i < text.length; i++) {
    if ((bytes[at + i]! | 0x20) !== text[i]) return false;
  }
  return true;
}

/** Server, client or message address: the other end of the call. */
export function isAddress(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at === 2 && ADDRESSES.some((key) => isText(bytes, at, end, key));
}

/** The entry of PROCESS_TAGS with this key. */
export function processTagOf(bytes: Uint8Array, at: number, end: number): ProcessTag | undefined {
  if (end - at < 12 || bytes[at] !== 0x6a) return undefined;
  return PROCESS_TAGS.find(({ key }) => isText(bytes, at, end, key));
}

/** What an `error` of any type but bool means: 'message' = it failed, and this is why. */
export function errorOf(bytes: Uint8Array, at: number, end: number): 'true' | 'false' | 'message' {
  if (end === at || isTextOfAnyCase(bytes, at, end, TRUE)) return 'true';
  return isTextOfAnyCase(bytes, at, end, FALSE) ? 'false' : 'message';
}
