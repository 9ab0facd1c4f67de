// One Span message.
import { nanosHigh, nanosLow, type ProtoWriter } from '@spoor/wire';
import { writeInt, writeText } from './write-attribute.ts';

const ATTRIBUTES = 9;
const EVENTS = 11;
const STATUS = 15;
const FLAGS = 16;
const STATUS_ERROR = 2;
const SAMPLED = 1;

export interface SpanFacts {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  /** null = a root. */
  readonly parentId: Uint8Array | null;
  readonly name: string;
  /** OTLP SpanKind. */
  readonly kind: number;
  readonly startUs: number;
  /** 0..999 */
  readonly startNsRem: number;
  readonly durationUs: number;
  readonly texts: readonly (readonly [key: string, text: string])[];
  readonly ints: readonly (readonly [key: string, int: number])[];
  /** '' = no error; else its message, which also makes an exception event. */
  readonly error: string;
  /** Name of a further event half-way through; '' = none. */
  readonly event: string;
}

/** Appended to the open ScopeSpans. */
export function writeSpan(writer: ProtoWriter, facts: SpanFacts): void {
  const { startUs, startNsRem, durationUs } = facts;
  const span = writer.open(2);
  writer.bytes(1, facts.traceId);
  writer.bytes(2, facts.spanId);
  if (facts.parentId !== null) writer.bytes(4, facts.parentId);
  writer.text(5, facts.name);
  writer.uint(6, facts.kind);
  writeTime(writer, 7, startUs, startNsRem);
  writeTime(writer, 8, startUs + durationUs, startNsRem);
  for (const [key, text] of facts.texts) writeText(writer, ATTRIBUTES, key, text);
  for (const [key, int] of facts.ints) writeInt(writer, ATTRIBUTES, key, int);
  if (facts.event !== '') {
    const event = openEvent(writer, facts.event, startUs + Math.floor(durationUs / 2), startNsRem);
    writer.close(event);
  }
  if (facts.error !== '') writeError(writer, facts);
  writer.fixed32(FLAGS, SAMPLED);
  writer.close(span);
}

function writeError(writer: ProtoWriter, { error, startUs, startNsRem, durationUs }: SpanFacts): void {
  const event = openEvent(writer, 'exception', startUs + durationUs, startNsRem);
  writeText(writer, 3, 'exception.type', 'RequestError');
  writeText(writer, 3, 'exception.message', error);
  writer.close(event);
  const status = writer.open(STATUS);
  writer.text(2, error);
  writer.uint(3, STATUS_ERROR);
  writer.close(status);
}

function openEvent(writer: ProtoWriter, name: string, timeUs: number, nsRem: number): number {
  const event = writer.open(EVENTS);
  writeTime(writer, 1, timeUs, nsRem);
  writer.text(2, name);
  return event;
}

function writeTime(writer: ProtoWriter, field: number, us: number, nsRem: number): void {
  writer.fixed64(field, nanosLow(us, nsRem, 0), nanosHigh(us, nsRem, 0));
}
