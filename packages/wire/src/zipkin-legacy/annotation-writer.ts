// Annotations as logs of the span that is open in the native writer.
import type { NativeWriter } from '../native/native-writer.ts';
import type { AnnotationReader } from './annotation-reader.ts';
import { TAG_EVENT } from './known-texts.ts';

const BRACE = 0x7b;
const decoder = new TextDecoder();

/** A field `event`; or, for a JSON object of texts, in which some clients send logs, a field a member. */
export function writeLog(bytes: Uint8Array, annotation: AnnotationReader, w: NativeWriter): void {
  const { valueAt, valueEnd } = annotation;
  w.beginLogMicros(annotation.timeUs);
  const fields = bytes[valueAt] === BRACE ? textsIn(decoder.decode(bytes.subarray(valueAt, valueEnd))) : null;
  if (fields === null) w.textTagOf(TAG_EVENT, bytes, valueAt, valueEnd);
  else for (const [key, value] of fields) w.tagOf(key, value);
  w.endLog();
}

/** The members of a JSON object whose values are all texts or null; null for anything else. */
function textsIn(json: string): [string, string][] | null {
  const parsed = parsedObject(json);
  if (parsed === null) return null;
  const fields: [string, string][] = [];
  for (const [key, value] of Object.entries<unknown>({ ...parsed })) {
    if (typeof value !== 'string' && value !== null) return null;
    fields.push([key, value ?? '']);
  }
  return fields;
}

function parsedObject(json: string): object | null {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}
