// Every method of the reader throws the reason of `call.signal` once it is aborted, and the store lives on.

import { expect } from 'vitest';
import { collect } from '../collect.ts';
import { type ContractFixture, lookup } from './contract-fixture.ts';

const REASON = new Error('the caller went away');

async function refusesWhenAborted(t: ContractFixture, ask: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  await t.write([t.span()]);
  await expect(ask(AbortSignal.abort(REASON))).rejects.toBe(REASON);
  await expect(ask(new AbortController().signal)).resolves.toBeDefined();
}

/** Takes one item, aborts, and asks for the next. */
async function stopsMidway(t: ContractFixture, items: (signal: AbortSignal) => AsyncIterable<unknown>): Promise<void> {
  const controller = new AbortController();
  const iterator = items(controller.signal)[Symbol.asyncIterator]();
  expect((await iterator.next()).done).toBe(false);
  controller.abort(REASON);
  await expect(iterator.next()).rejects.toBe(REASON);
  expect((await t.find(t.serviceQuery(null))).length).toBe(50);
}

async function writeFifty(t: ContractFixture): Promise<string[]> {
  const spans = Array.from({ length: 50 }, (_, i) => t.span({ startUs: t.at(i) }));
  await t.write(spans);
  return spans.map((span) => span.traceId);
}

export const cancellationCases = {
  async 'capabilities asked by a caller that went away'(t: ContractFixture): Promise<void> {
    await refusesWhenAborted(t, (signal) => t.reader.capabilities(t.call('', signal)));
  },
  async 'traces asked by a caller that went away'(t: ContractFixture): Promise<void> {
    const span = t.span();
    await t.write([span]);
    await refusesWhenAborted(t, (signal) => t.readAll([span.traceId], t.call('', signal)));
  },
  async 'find asked by a caller that went away'(t: ContractFixture): Promise<void> {
    await refusesWhenAborted(t, (signal) => t.find(t.serviceQuery(null), t.call('', signal)));
  },
  async 'findIds asked by a caller that went away'(t: ContractFixture): Promise<void> {
    await refusesWhenAborted(t, (signal) => collect(t.reader.findIds(t.serviceQuery(null), t.call('', signal))));
  },
  async 'findSummaries asked by a caller that went away'(t: ContractFixture): Promise<void> {
    await refusesWhenAborted(t, (signal) => collect(t.reader.findSummaries(t.serviceQuery(null), t.call('', signal))));
  },
  async 'services asked by a caller that went away'(t: ContractFixture): Promise<void> {
    await refusesWhenAborted(t, (signal) => t.reader.services(t.call('', signal)));
  },
  async 'operations asked by a caller that went away'(t: ContractFixture): Promise<void> {
    await refusesWhenAborted(t, (signal) => t.reader.operations(t.service, null, t.call('', signal)));
  },
  async 'traces stops when the caller goes away midway'(t: ContractFixture): Promise<void> {
    const ids = await writeFifty(t);
    await stopsMidway(t, (signal) => t.reader.traces(ids.map(lookup), t.call('', signal)));
  },
  async 'find stops when the caller goes away midway'(t: ContractFixture): Promise<void> {
    await writeFifty(t);
    await stopsMidway(t, (signal) => t.reader.find(t.serviceQuery(null), t.call('', signal)));
  },
  async 'findIds stops when the caller goes away midway'(t: ContractFixture): Promise<void> {
    await writeFifty(t);
    await stopsMidway(t, (signal) => t.reader.findIds(t.serviceQuery(null), t.call('', signal)));
  },
};
