// What a native span's tags say about its kind, status and sampler, gathered while they are copied. Rules of
// status: the tag error, else otel.status_code, else http.status_code.
import { SAMPLER_TYPES, SPAN_KINDS, STATUS_ERROR } from '@spoor/core';

const encoder = new TextEncoder();
const SPAN_KIND = encoder.encode('span.kind');
const ERROR = encoder.encode('error');
const SAMPLER_TYPE = encoder.encode('sampler.type');
const OTEL_STATUS = encoder.encode('otel.status_code');
const HTTP_STATUS = encoder.encode('http.status_code');
const OTEL_DESCRIPTION = encoder.encode('otel.status_description');
const HTTP_MESSAGE = encoder.encode('http.status_message');
const KINDS: readonly Uint8Array[] = SPAN_KINDS.map((kind) => encoder.encode(kind));
const SAMPLERS: readonly Uint8Array[] = SAMPLER_TYPES.map((type) => encoder.encode(type));
const OTEL_STATUSES: readonly Uint8Array[] = ['UNSET', 'OK', 'ERROR'].map((text) => encoder.encode(text));

const UNKNOWN = -1;
const KIND_CLIENT = 3;

/** Of one span at a time; ranges point into the source of the tag. The first tag of a key counts. */
export class TagFacts {
  /** OTLP SpanKind. */
  kind = 0;
  /** Index into SAMPLER_TYPES. */
  sampler = 0;
  /** The status message, when there is one. */
  messageSource: Uint8Array | null = null;
  messageAt = 0;
  messageEnd = 0;
  #hasKind = false;
  #hasSampler = false;
  #isError = false;
  #otelStatus = UNKNOWN;
  #httpStatus = UNKNOWN;
  #hasDescription = false;

  reset(): void {
    this.kind = this.sampler = 0;
    this.messageSource = null;
    this.#hasKind = this.#hasSampler = this.#isError = this.#hasDescription = false;
    this.#otelStatus = this.#httpStatus = UNKNOWN;
  }

  /** OTLP StatusCode. */
  get status(): number {
    if (this.#isError) return STATUS_ERROR;
    if (this.#otelStatus !== UNKNOWN) return this.#otelStatus;
    const code = this.#httpStatus;
    if (code === UNKNOWN || (code >= 100 && code < 400)) return 0;
    return code >= 400 && code < 500 && this.kind !== KIND_CLIENT ? 0 : STATUS_ERROR;
  }

  text(source: Uint8Array, keyAt: number, keyEnd: number, values: Uint8Array, at: number, end: number): void {
    switch (keyEnd - keyAt) {
      case 9:
        if (this.#hasKind || !isAt(source, keyAt, SPAN_KIND)) return;
        this.#hasKind = true;
        this.kind = Math.max(indexOf(KINDS, values, at, end), 0);
        return;
      case 12:
        if (this.#hasSampler || !isAt(source, keyAt, SAMPLER_TYPE)) return;
        this.#hasSampler = true;
        this.sampler = Math.max(indexOf(SAMPLERS, values, at, end), 0);
        return;
      case 16:
        if (isAt(source, keyAt, OTEL_STATUS)) this.#setOtelStatus(indexOf(OTEL_STATUSES, values, at, end));
        else if (isAt(source, keyAt, HTTP_STATUS)) this.#setHttpStatus(numberAt(values, at, end));
        return;
      case 19:
        if (!this.#hasDescription && isAt(source, keyAt, HTTP_MESSAGE)) this.#setMessage(values, at, end);
        return;
      case 23:
        if (this.#hasDescription || !isAt(source, keyAt, OTEL_DESCRIPTION)) return;
        this.#hasDescription = true;
        this.#setMessage(values, at, end);
    }
  }

  bool(source: Uint8Array, keyAt: number, keyEnd: number, value: boolean): void {
    if (value && keyEnd - keyAt === ERROR.length && isAt(source, keyAt, ERROR)) this.#isError = true;
  }

  /** `value` is exact where it matters. */
  int(source: Uint8Array, keyAt: number, keyEnd: number, value: number): void {
    if (keyEnd - keyAt !== HTTP_STATUS.length) return;
    if (isAt(source, keyAt, HTTP_STATUS)) this.#setHttpStatus(value);
    else if (isAt(source, keyAt, OTEL_STATUS)) this.#setOtelStatus(value);
  }

  #setOtelStatus(value: number): void {
    if (this.#otelStatus === UNKNOWN && value >= 0 && value <= STATUS_ERROR) this.#otelStatus = value;
  }

  #setHttpStatus(value: number): void {
    if (this.#httpStatus === UNKNOWN && value >= 0) this.#httpStatus = value;
  }

  #setMessage(source: Uint8Array, at: number, end: number): void {
    this.messageSource = source;
    this.messageAt = at;
    this.messageEnd = end;
  }
}

/** Whether `text` stands at `at`; its length was compared before. */
export function isAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) {
    if (bytes[at + i] !== text[i]) return false;
  }
  return true;
}

function indexOf(texts: readonly Uint8Array[], bytes: Uint8Array, at: number, end: number): number {
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    if (text.length === end - at && isAt(bytes, at, text)) return i;
  }
  return UNKNOWN;
}

/** Up to nine decimal digits; -1 for anything else. */
function numberAt(bytes: Uint8Array, at: number, end: number): number {
  if (end === at || end - at > 9) return UNKNOWN;
  let value = 0;
  for (let i = at; i < end; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return UNKNOWN;
    value = 10 * value + digit;
  }
  return value;
}
