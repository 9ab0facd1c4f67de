// One request on its way through the sink.
import type { Call, Rejected, TracingError } from '@spoor/core';

export class IntakeCall implements Call {
  readonly tenant: string;
  readonly #abort = new AbortController();
  #rejectedSpans = 0;
  #firstReason = '';

  constructor(tenant: string) {
    this.tenant = tenant;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Spans that the store will never take. */
  get rejectedSpans(): number {
    return this.#rejectedSpans;
  }

  /** For the sender; '' when every span was taken. */
  get rejectedText(): string {
    if (this.#rejectedSpans === 0) return '';
    return `${this.#rejectedSpans} spans can never be stored, the first because: ${this.#firstReason}`;
  }

  /** The sender went away or its deadline passed. */
  abort(reason: TracingError): void {
    this.#abort.abort(reason);
  }

  onRejected(rejected: readonly Rejected[]): void {
    if (this.#rejectedSpans === 0) this.#firstReason = rejected[0]?.reason ?? '';
    this.#rejectedSpans += rejected.length;
  }
}
