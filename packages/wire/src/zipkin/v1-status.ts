// The status of a Zipkin v1 span, out of its tags. Of several sources the first that says something counts:
// census.status_code, otel.status_code, error, http.status_code.
import type { ProtoWriter } from '../protobuf/proto-writer.ts';
import type { TextRange } from './text-range.ts';
import type { V1Value } from './v1-value.ts';

const OK = 1;
const ERROR = 2;
const SHORTEST = 'error'.length;
const LONGEST = 'opencensus.status_description'.length;

/** Reused from span to span. */
export class V1Status {
  #census: number | null = null;
  #otel: number | null = null;
  #http: number | null = null;
  #isError = false;
  #censusText = '';
  #otelText = '';
  #httpText = '';

  clear(): void {
    this.#census = this.#otel = this.#http = null;
    this.#isError = false;
    this.#censusText = this.#otelText = this.#httpText = '';
  }

  /** Looks at a tag; true when nothing else should. */
  take(key: TextRange, value: V1Value): boolean {
    if (key.length < SHORTEST || key.length > LONGEST) return false;
    if (key.is('error')) this.#isError = true;
    else if (key.is('census.status_code')) this.#census = censusCode(value);
    else if (key.is('census.status_description') || key.is('opencensus.status_description')) {
      this.#censusText = value.asText();
    } else if (key.is('otel.status_code')) this.#otel = value.asInt32() ?? this.#otel;
    else if (key.is('otel.status_description')) this.#otelText = value.asText();
    else {
      this.#takeHttp(key, value);
      return false;
    }
    return true;
  }

  /** As field 15 of the span being written. */
  writeTo(w: ProtoWriter): void {
    const [code, text] = this.#chosen();
    if (code === 0 && text === '') return;
    const status = w.open(15);
    if (text !== '') w.text(2, text);
    if (code !== 0) w.int(3, code);
    w.close(status);
  }

  #takeHttp(key: TextRange, value: V1Value): void {
    if (key.is('http.status_code')) {
      const code = value.asInt32();
      if (code !== null) this.#http = code >= 100 && code < 400 ? 0 : ERROR;
    } else if (key.is('http.status_message')) this.#httpText = value.asText();
  }

  /** A description without any code is kept, which Jaeger's translator loses. */
  #chosen(): readonly [code: number, text: string] {
    if (this.#census !== null) return [this.#census, this.#censusText];
    if (this.#otel !== null) return [this.#otel, this.#otelText];
    const text = this.#censusText === '' ? this.#otelText : this.#censusText;
    if (this.#isError) return [ERROR, text];
    if (this.#http !== null) return [this.#http, this.#httpText === '' ? text : this.#httpText];
    return [0, text];
  }
}

function censusCode(value: V1Value): number | null {
  const code = value.asInt32();
  if (code === null) return null;
  return code === 0 ? OK : ERROR;
}
