// The frame around every v1 answer: {data, total, limit, offset, errors}; limit and offset are always 0.
import { jsonString } from './json-string.ts';

export interface ApiError {
  /** HTTP status; 0 = not shown. */
  readonly code: number;
  readonly msg: string;
  /** As Jaeger prints it; '' = not shown. */
  readonly traceId: string;
}

export const ENVELOPE_HEAD = '{"data":';

/** Everything after `data`. */
export function envelopeTail(total: number, errors: readonly ApiError[]): string {
  const list = errors.length === 0 ? 'null' : `[${errors.map(errorJson).join(',')}]`;
  return `,"total":${total},"limit":0,"offset":0,"errors":${list}}`;
}

export function envelope(data: string, total: number): string {
  return ENVELOPE_HEAD + data + envelopeTail(total, []);
}

/** The body of a failure, without the newline that ends it on the wire. */
export function failureBody(code: number, msg: string): string {
  return `${ENVELOPE_HEAD}null${envelopeTail(0, [{ code, msg, traceId: '' }])}`;
}

function errorJson(error: ApiError): string {
  const code = error.code === 0 ? '' : `"code":${error.code},`;
  const traceId = error.traceId === '' ? '' : `,"traceID":${jsonString(error.traceId)}`;
  return `{${code}"msg":${jsonString(error.msg)}${traceId}}`;
}
