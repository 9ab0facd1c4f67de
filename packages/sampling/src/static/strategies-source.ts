// Where the bytes of the strategies are: a file, or an http(s) URL. Neither may be larger than a bound.
import { readFile, stat } from 'node:fs/promises';
import { TracingError } from '@spoor/core';

const MAX_BYTES = 16 * 1024 * 1024;
/** For a whole download, as in Jaeger. */
const TIMEOUT_MS = 1_000;
/** A server that has no strategies at present says so with this status. */
const HTTP_UNAVAILABLE = 503;

export interface StrategiesSource {
  /** For people; no secret in it. */
  readonly location: string;
  /** Null: there are none at present. Throws CONFIG_INVALID that says what went wrong, but not where. */
  read(signal: AbortSignal): Promise<Uint8Array | null>;
}

export function strategiesSource(location: string): StrategiesSource {
  return /^https?:\/\//i.test(location) ? urlSource(location) : { location, read: () => readWhole(location) };
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw tooLarge();
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof TracingError) throw cause;
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw problem(`cannot be read (${reason}); give the path of a JSON file that this process may read`, cause);
  }
}

/** User and password of the URL become a header: fetch takes no URL with them. */
function urlSource(text: string): StrategiesSource {
  if (!URL.canParse(text)) return { location: text, read: () => Promise.reject(problem('is not a URL')) };
  const url = new URL(text);
  const credentials = `${percentDecoded(url.username)}:${percentDecoded(url.password)}`;
  url.username = '';
  url.password = '';
  const headers: Record<string, string> =
    credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  return { location: url.href, read: (signal) => download(url, headers, signal) };
}

/** As it is, where it is no percent-encoding. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function download(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const response = await fetch(url, { headers, signal: limited });
    if (response.status === HTTP_UNAVAILABLE) {
      await response.body?.cancel();
      return null;
    }
    if (response.status !== 200) {
      await response.body?.cancel();
      throw problem(`answers HTTP ${response.status} instead of 200; correct the URL or mend the server`);
    }
    return await bodyOf(response);
  } catch (cause) {
    if (cause instanceof TracingError) throw cause;
    throw problem(`cannot be downloaded (${downloadProblem(cause)}); correct the URL or mend the server`, cause);
  }
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw tooLarge(); // leaving the loop cancels the body
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function downloadProblem(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS} ms`;
  const { cause: reason } = cause;
  return reason instanceof Error ? reason.message || String('code' in reason ? reason.code : reason) : cause.message;
}

function tooLarge(): TracingError {
  return problem(`is larger than ${MAX_BYTES} bytes; leave out what no client asks for`);
}

function problem(message: string, cause?: unknown): TracingError {
  return new TracingError('CONFIG_INVALID', message, { cause });
}
