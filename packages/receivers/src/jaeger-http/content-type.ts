// The Content-Type of thrift posts, with Jaeger's texts (Go's, about malformed headers) for all others.
import { mediaType } from '../http-door/media-type.ts';

const THRIFT_TYPES: ReadonlySet<string> = new Set(['application/x-thrift', 'application/vnd.apache.thrift.binary']);

/** Null for a thrift type in any case, with any parameters; else what to answer. */
export function contentTypeProblem(header: string | undefined): string | null {
  if (header !== undefined && THRIFT_TYPES.has(header)) return null;
  const type = mediaType(header ?? '');
  if (THRIFT_TYPES.has(type)) return null;
  const problem = headerProblem(header ?? '', type);
  return problem === null ? `Unsupported content type: ${type}` : `Cannot parse content type: mime: ${problem}`;
}

/** `type` is '' when the parameters are malformed. */
function headerProblem(header: string, type: string): string | null {
  const [, main, slash, sub, rest] = /^([\w!#$%&'*+.^`|~-]*)(\/?)([\w!#$%&'*+.^`|~-]*)(.*)$/.exec(
    beforeParameters(header),
  )!;
  if (main === '') return 'no media type';
  if (slash === '') return rest === '' ? parameterProblem(type) : 'expected slash after first token';
  if (sub === '') return 'expected token after slash';
  return rest === '' ? parameterProblem(type) : 'unexpected content after media subtype';
}

function parameterProblem(type: string): string | null {
  return type === '' ? 'invalid media parameter' : null;
}

function beforeParameters(header: string): string {
  const end = header.indexOf(';');
  return (end < 0 ? header : header.slice(0, end)).trim();
}
