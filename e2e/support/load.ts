// Senders that keep a server busy and remember how each request ended.
import { Agent } from 'node:http';
import { encodeSpans, spanBuilder } from '@spoor/testkit';
import type { AllInOne } from './all-in-one.ts';
import { GrpcCaller } from './grpc-call.ts';
import { httpRequest } from './http-request.ts';

export const SPANS_A_REQUEST = 20;

/** acknowledged = OK; refused = told to go elsewhere or later; lost = sent, and the connection ended without an answer. */
type Outcome = 'acknowledged' | 'refused' | 'lost';

export class Load {
  readonly counts: Record<Outcome, number> = { acknowledged: 0, refused: 0, lost: 0 };
  /** What the lost ones got instead of an answer. */
  readonly losses: string[] = [];
  readonly #server: AllInOne;
  readonly #workers: Promise<void>[] = [];
  #waiting: { readonly requests: number; readonly resolve: () => void } | null = null;

  constructor(server: AllInOne) {
    this.#server = server;
  }

  /** Each worker sends one request after the other until the server takes no more. */
  start(workers: { readonly http: number; readonly grpc: number }): void {
    for (let n = 0; n < workers.http; n++) {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      this.#workers.push(this.#run(() => this.#overHttp(agent)).finally(() => agent.destroy()));
    }
    for (let n = 0; n < workers.grpc; n++) {
      const caller = new GrpcCaller(this.#server.otlpGrpc);
      this.#workers.push(this.#run(() => this.#overGrpc(caller)).finally(() => caller.close()));
    }
  }

  /** Resolves when so many requests have been acknowledged. */
  acknowledged(requests: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { requests, resolve };
    });
  }

  /** Resolves when every worker was refused. */
  async ended(): Promise<void> {
    await Promise.all(this.#workers);
  }

  async #run(send: () => Promise<Outcome>): Promise<void> {
    for (;;) {
      const outcome = await send();
      this.counts[outcome]++;
      if (this.#waiting !== null && this.counts.acknowledged >= this.#waiting.requests) this.#waiting.resolve();
      if (outcome !== 'acknowledged') return;
    }
  }

  async #overHttp(agent: Agent): Promise<Outcome> {
    const headers = { 'content-type': 'application/x-protobuf' };
    try {
      const question = { method: 'POST', target: '/v1/traces', headers, body: payload() };
      const answer = await httpRequest(this.#server.otlpHttp, question, agent);
      return answer.status === 200 ? 'acknowledged' : 'refused';
    } catch (thrown) {
      return this.#refusedOrLost(String(thrown));
    }
  }

  async #overGrpc(caller: GrpcCaller): Promise<Outcome> {
    const answer = await caller.export(payload());
    if (answer.code === 'OK') return 'acknowledged';
    // grpc-js says UNAVAILABLE both for an answer of the server and for a connection that broke.
    return answer.code === 'UNAVAILABLE' ? this.#refusedOrLost(answer.message) : 'refused';
  }

  #refusedOrLost(message: string): Outcome {
    // A connection that was never made carried nothing.
    if (/connect E/.test(message) || !/ECONNRESET|EPIPE|hang up|dropped|aborted/i.test(message)) return 'refused';
    this.losses.push(message);
    return 'lost';
  }
}

/** New ids every time. */
export function payload(): Uint8Array {
  return encodeSpans(Array.from({ length: SPANS_A_REQUEST }, () => spanBuilder({ service: 'load' })));
}
