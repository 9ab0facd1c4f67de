// Random data and questions: the store must answer as a look at every span does.

import type { Span } from '@spoor/core';
import { expect } from 'vitest';
import { collect } from '../collect.ts';
import { randomQuery } from '../random/random-query.ts';
import { type RandomData, randomSpans } from '../random/random-spans.ts';
import { seededRandom } from '../random/seeded-random.ts';
import { referenceStore } from '../reference/reference-store.ts';
import { CASE_WINDOW_US, type ContractFixture, sorted } from './contract-fixture.ts';

const TRACES = 80;
const QUESTIONS = 120;

/** Writes the same random spans to the store and to a reference store, in batches of 7. */
async function bothStores(
  t: ContractFixture,
  seed: number,
): Promise<{ data: RandomData; spans: Span[]; reference: ContractFixture }> {
  const data = { random: seededRandom(seed), prefix: t.unique('p'), baseUs: t.baseUs, windowUs: CASE_WINDOW_US };
  const spans = randomSpans(data, TRACES);
  const reference = t.over(referenceStore());
  for (let i = 0; i < spans.length; i += 7) {
    const some = spans.slice(i, i + 7);
    await t.writeOnly(some);
    await reference.writeOnly(some);
  }
  await t.settle();
  return { data, spans, reference };
}

async function agrees(t: ContractFixture, seed: number): Promise<void> {
  const { data, reference } = await bothStores(t, seed);
  for (let n = 0; n < QUESTIONS; n++) {
    const query = randomQuery(data);
    expect(await t.find(query), `seed ${seed}, question ${n}: ${JSON.stringify(query)}`).toEqual(
      await reference.find(query),
    );
  }
}

export const randomCases = {
  async 'random searches agree with a look at every span, first data set'(t: ContractFixture): Promise<void> {
    await agrees(t, 1);
  },
  async 'random searches agree with a look at every span, second data set'(t: ContractFixture): Promise<void> {
    await agrees(t, 2);
  },
  async 'random searches agree with a look at every span, third data set'(t: ContractFixture): Promise<void> {
    await agrees(t, 3);
  },
  async 'random traces, summaries, names and calls agree with a look at every span'(t: ContractFixture): Promise<void> {
    const { data, spans, reference } = await bothStores(t, 4);
    const [call, everything] = [t.call(), t.query(null)];
    for (const traceId of new Set(spans.map((span) => span.traceId))) {
      const wanted = sorted((await reference.read(traceId))!.spans);
      expect(sorted((await t.read(traceId))?.spans ?? [])).toEqual(wanted);
    }
    const summaries = async (from: ContractFixture): Promise<unknown> =>
      (await collect(from.reader.findSummaries(everything, call))).flat();
    expect(await summaries(t)).toEqual(await summaries(reference));
    for (const service of await reference.reader.services(call)) {
      expect(await t.reader.services(call)).toContain(service);
      expect(await t.reader.operations(service, null, call)).toEqual(
        await reference.reader.operations(service, null, call),
      );
    }
    const links = async (from: ContractFixture): Promise<string[]> => {
      const range = { startUs: data.baseUs - 1, endUs: data.baseUs + CASE_WINDOW_US };
      const found = await from.dependencies().links(range, call);
      return found.map((link) => `${link.parent} ${link.child} ${link.callCount}`).sort();
    };
    expect(await links(t)).toEqual(await links(reference));
  },
};
