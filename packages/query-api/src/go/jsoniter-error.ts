// What the JSON library inside Jaeger's OTLP decoder (json-iterator) says when the body does not even start
// like an object. Faults further in have other texts there, which hang on that library's inner workings.

const SPACE = new Set([9, 10, 13, 32]);
const OPEN = 123;
const N = 110;

/** Null when the body starts with `{` or is `null…`: then the decoder has the word. */
export function jsoniterStartError(body: Uint8Array): string | null {
  let at = 0;
  while (at < body.length && SPACE.has(body[at]!)) at++;
  const first = body[at] ?? 0;
  if (first === OPEN) return null;
  const read = Math.min(at + 1, body.length);
  if (first !== N)
    return reported(body, read, 'ReadObjectCB', `expect { or n, but found ${String.fromCharCode(first)}`);
  for (const letter of 'ull') {
    at++;
    if (body[at] !== letter.charCodeAt(0)) {
      return reported(body, Math.min(at + 1, body.length), 'skipThreeBytes', 'expect ull');
    }
  }
  return null;
}

/** The library shows 10 and 50 bytes on either side of what it has read. */
function reported(body: Uint8Array, head: number, operation: string, message: string): string {
  const decoder = new TextDecoder();
  const around = (bytes: number): string =>
    decoder.decode(body.subarray(Math.max(0, head - bytes), Math.min(body.length, head + bytes)));
  const offset = head - Math.max(0, head - 10);
  return (
    `${operation}: ${message}, error found in #${offset} byte of ...|${around(10)}|..., ` +
    `bigger context ...|${around(50)}|...`
  );
}
