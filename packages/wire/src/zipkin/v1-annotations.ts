// The annotations of a Zipkin v1 span that say what kind of span it is, when it began and ended, and where it ran.

import type { TextRange } from './text-range.ts';
import { V1Endpoint } from './v1-endpoint.ts';

// The core annotations; an index into the arrays below.
export const CLIENT_SEND = 0;
export const CLIENT_RECEIVE = 1;
export const SERVER_RECEIVE = 2;
export const SERVER_SEND = 3;
const NAMES = ['cs', 'cr', 'sr', 'ss', 'ms', 'mr'];

// OTLP's SpanKinds.
export const KIND_SERVER = 2;
export const KIND_CLIENT = 3;
const KIND_PRODUCER = 4;
const KIND_CONSUMER = 5;
/** Index = core annotation. */
const KINDS: readonly number[] = [KIND_CLIENT, KIND_CLIENT, KIND_SERVER, KIND_SERVER, KIND_PRODUCER, KIND_CONSUMER];

/** Which core annotation `value` is; -1 = none. */
export function coreAnnotation(value: TextRange): number {
  return value.length === 2 ? NAMES.findIndex((name) => value.is(name)) : -1;
}

/** Reused from span to span. */
export class V1Annotations {
  /** By the first core annotation; 0 = none. */
  kind = 0;
  /** Of the earliest and the latest annotation, microseconds; -1 = there was none. */
  firstUs = -1;
  lastUs = -1;
  /** Host of the first core annotation that names its service. */
  readonly host: V1Endpoint = new V1Endpoint();
  /** Index = core annotation: its time (-1 = not there) and its host. */
  readonly timesUs: Float64Array = new Float64Array(NAMES.length).fill(-1);
  readonly hosts: readonly V1Endpoint[] = NAMES.map(() => new V1Endpoint());

  clear(): void {
    this.kind = 0;
    this.firstUs = this.lastUs = -1;
    this.host.clear();
    this.timesUs.fill(-1);
  }

  /** `core`: which one, -1 = none of them. */
  add(core: number, timeUs: number, host: V1Endpoint): void {
    if (this.firstUs < 0 || timeUs < this.firstUs) this.firstUs = timeUs;
    if (timeUs > this.lastUs) this.lastUs = timeUs;
    if (core < 0) return;
    if (this.kind === 0) this.kind = KINDS[core]!;
    if (this.host.service === '' && host.service !== '') this.host.copy(host);
    if (this.timesUs[core]! >= 0) return;
    this.timesUs[core] = timeUs;
    this.hosts[core]!.copy(host);
  }

  /** A client and a server reported together: two spans in one. */
  get hasBothSides(): boolean {
    return this.timesUs[CLIENT_SEND]! >= 0 && this.timesUs[SERVER_RECEIVE]! >= 0;
  }
}
