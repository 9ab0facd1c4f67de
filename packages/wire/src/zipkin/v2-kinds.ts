import type { TextRange } from './text-range.ts';

// OTLP's numbers.
const SERVER = 2;
const CLIENT = 3;
const PRODUCER = 4;
const CONSUMER = 5;

/** Index = Zipkin's number in protobuf. */
const OTLP_KINDS: readonly number[] = [0, CLIENT, SERVER, PRODUCER, CONSUMER];

/** OTLP's SpanKind for Zipkin's number; 0 = none, or one nobody knows. */
export function kindOfNumber(kind: number): number {
  return OTLP_KINDS[kind] ?? 0;
}

/** The same for its name in JSON. Another case is another name, as in Jaeger. */
export function kindOfText(text: TextRange): number {
  if (text.is('SERVER')) return SERVER;
  if (text.is('CLIENT')) return CLIENT;
  if (text.is('PRODUCER')) return PRODUCER;
  return text.is('CONSUMER') ? CONSUMER : 0;
}
