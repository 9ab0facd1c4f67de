// When a Zipkin span began and how long it took. Senders leave either out where annotations say it.
import { CLIENT_RECEIVE, CLIENT_SEND, NO_ROLE, SERVER_RECEIVE, SERVER_SEND } from './annotation-reader.ts';
import { NO_TIME, type ZipkinSpan } from './zipkin-span.ts';

/** Of a span that does not say how long it took. */
const DEFAULT_DURATION_US = 1;

export class SpanTimes {
  /** µs. */
  startUs = 0;
  durationUs = 0;
  /** What the span said where that was negative, else 0. */
  negativeUs = 0;

  /** Jaeger's sanitizers, in their order. */
  of(span: ZipkinSpan): void {
    const { coreUs } = span;
    this.negativeUs = 0;
    this.startUs = span.timestampUs;
    this.durationUs = span.durationUs;
    if (this.startUs === NO_TIME) this.startUs = this.#startOfCall(span);
    if (this.durationUs === NO_TIME) this.#measure(span);
    if (this.durationUs < 0) {
      this.negativeUs = this.durationUs;
      this.durationUs = DEFAULT_DURATION_US;
    }
    if (this.startUs !== NO_TIME && this.startUs !== 0) return;
    this.startUs = 0;
    if (coreUs[CLIENT_SEND] !== NO_TIME) this.#take(span, CLIENT_SEND, CLIENT_RECEIVE);
    else if (coreUs[SERVER_RECEIVE] !== NO_TIME) this.#take(span, SERVER_RECEIVE, SERVER_SEND);
  }

  /** From one core annotation to another; zero long without the second. */
  between(span: ZipkinSpan, from: number, to: number): void {
    this.startUs = span.coreUs[from]!;
    const endUs = span.coreUs[to]!;
    this.durationUs = endUs === NO_TIME ? 0 : endUs - this.startUs;
  }

  /** A server's own start counts only at the root: elsewhere the client began earlier. */
  #startOfCall({ coreUs, hasParent }: ZipkinSpan): number {
    if (coreUs[CLIENT_SEND] !== NO_TIME) return coreUs[CLIENT_SEND]!;
    return hasParent ? NO_TIME : coreUs[SERVER_RECEIVE]!;
  }

  /** From client send, or the first annotation, to client receive, or the last. */
  #measure(span: ZipkinSpan): void {
    const { coreUs } = span;
    this.durationUs = DEFAULT_DURATION_US;
    if (span.annotations < 2) return;
    const fromUs = coreUs[CLIENT_SEND] === NO_TIME ? span.firstAnnotationUs : coreUs[CLIENT_SEND]!;
    const toUs = coreUs[CLIENT_RECEIVE] === NO_TIME ? span.lastAnnotationUs : coreUs[CLIENT_RECEIVE]!;
    if (fromUs >= toUs) return;
    this.durationUs = toUs - fromUs;
    if (this.startUs === NO_TIME) this.startUs = fromUs;
  }

  #take(span: ZipkinSpan, from: number, to: number): void {
    const { durationUs } = this;
    this.between(span, from, to);
    if (durationUs !== 0) this.durationUs = durationUs;
  }
}

/** Whether the span is the client's side as it stands; NO_ROLE is neither side. */
export function isClient(role: number): boolean {
  return role === CLIENT_SEND || role === CLIENT_RECEIVE;
}

/** The value of the tag span.kind; null = none. */
export function kindOf(role: number): 'client' | 'server' | null {
  if (role === NO_ROLE) return null;
  return isClient(role) ? 'client' : 'server';
}
