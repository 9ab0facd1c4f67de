import { JsonReader } from './json-reader.ts';

/** Throws PAYLOAD_MALFORMED with offset and field path unless the bytes are one JSON value. */
export function checkJson(bytes: Uint8Array): void {
  const reader = new JsonReader(bytes);
  reader.skip();
  if (reader.peek() !== -1) throw reader.unexpected('the end');
}
