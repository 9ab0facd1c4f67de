// What became of the spans so far.
import type { Outcome } from '../send/sender.ts';
import type { ExportRequest } from '../traffic/exporter.ts';

export interface LoadSummary {
  readonly requests: number;
  readonly bytes: number;
  /** Of spans: what the server took, what it refused, and what got no answer. */
  readonly acknowledged: number;
  readonly refused: number;
  readonly failed: number;
}

export class Tally implements LoadSummary {
  requests = 0;
  bytes = 0;
  acknowledged = 0;
  refused = 0;
  failed = 0;
  /** The latest refusal or failure, for people. */
  lastReason = '';

  add({ bytes, spans }: ExportRequest, outcome: Outcome): void {
    this.requests++;
    this.bytes += bytes.length;
    if (outcome.kind === 'ok') {
      this.acknowledged += spans - outcome.rejected;
      this.refused += outcome.rejected;
      return;
    }
    this[outcome.kind] += spans;
    this.lastReason = outcome.reason;
  }

  get spans(): number {
    return this.acknowledged + this.refused + this.failed;
  }
}

/** One line; `seconds` since the start. */
export function summaryLine(tally: Tally, seconds: number): string {
  const perSecond = seconds > 0 ? Math.round(tally.acknowledged / seconds) : 0;
  const reason = tally.lastReason === '' ? '' : ` last=${JSON.stringify(tally.lastReason)}`;
  return (
    `done in ${seconds.toFixed(1)}s: acknowledged=${tally.acknowledged} refused=${tally.refused} failed=${tally.failed}` +
    ` spans, ${perSecond}/s, ${tally.requests} requests, ${tally.bytes} bytes${reason}`
  );
}
