// The recorded payloads of every protocol and the wrong requests, sent to a fresh all-in-one: it must answer as Jaeger 1.76.0
// did, but for the listed differences.
import {
  firstDifference,
  type GoldenFamily,
  type GoldenIngestCase,
  type GoldenQueryCase,
  goldenIngestCases,
  goldenQueryCases,
  isRecord,
} from '@spoor/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import { jsonOf, readDifference, send } from './support/golden-replay.ts';
import { httpRequest } from './support/http-request.ts';
import { KNOWN_DIFFERENCES, type View } from './support/known-differences.ts';

const FAMILIES: readonly GoldenFamily[] = ['otlp', 'jaeger', 'zipkin'];
const byFamily = new Map(FAMILIES.map((family) => [family, goldenIngestCases(family)]));
const ingestCases = [...byFamily.values()].flat();
const queryCases = goldenQueryCases();
let server: AllInOne;
/** First difference of every answer, by case. All are sent before any is read, as when they were recorded. */
const sent = new Map<string, string | null>();

/** Others send zero ids too: this one was recorded before them, and is read before them. */
const RECORDED_ALONE = 'jaeger-id-zero-trace';
const readAlone = new Map<View, string | null>();

beforeAll(async () => {
  server = await startAllInOne();
  const alone = ingestCases.find(({ name }) => name === RECORDED_ALONE)!;
  await send(server, alone);
  for (const view of ['v1', 'raw'] as const) readAlone.set(view, await readDifference(server, alone, view));
  for (const one of ingestCases) if (one !== alone) sent.set(one.name, await send(server, one));
});
afterAll(() => server?.process.stop());

/** A test that must pass, or one that must fail because its difference is known. */
function comparison(
  name: string,
  view: View,
  difference: (ignoredTags: RegExp | null) => Promise<string | null> | string | null,
): void {
  const known = KNOWN_DIFFERENCES.find((entry) => entry.name === name && entry.views.includes(view));
  if (known === undefined) test(`${name} [${view}]`, async () => expect(await difference(null)).toBeNull());
  else {
    test(`${name} [${view}] differs: ${known.reason}`, async () => {
      expect(await difference(null), 'another difference than the listed one, or none').toMatch(known.difference);
      const { tags = null } = known;
      if (tags !== null) expect(await difference(tags), `more differs than ${tags}`).toBeNull();
    });
  }
}

describe.each(FAMILIES)('%s payloads', (family) => {
  for (const one of byFamily.get(family) ?? []) {
    const { name, unstable } = one;
    if (one.answers.length > 0) comparison(name, 'resp', () => sent.get(name) ?? null);
    for (const [view, file] of [
      ['v1', 'v1.json'],
      ['raw', 'v1-raw.json'],
    ] as const) {
      if (!unstable.includes(file)) comparison(name, view, (ignoredTags) => read(one, view, ignoredTags));
    }
  }
});

describe('wrong requests', () => {
  for (const one of queryCases) comparison(one.name, 'query', () => queryDifference(one));
});

test('every listed difference names a case that is compared', () => {
  const names = new Set([...ingestCases, ...queryCases].map((one) => one.name));
  for (const { name } of KNOWN_DIFFERENCES) expect(names).toContain(name);
});

function read(
  one: GoldenIngestCase,
  view: 'v1' | 'raw',
  ignoredTags: RegExp | null,
): Promise<string | null> | string | null {
  return one.name === RECORDED_ALONE ? readAlone.get(view)! : readDifference(server, one, view, ignoredTags);
}

async function queryDifference({ answer, ...question }: GoldenQueryCase): Promise<string | null> {
  const got = await httpRequest(server.query, question);
  const headers = Object.fromEntries(Object.keys(answer.headers).map((name) => [name, got.headers[name]]));
  const page = { status: got.status, contentType: got.headers['content-type'] ?? '', headers };
  const wanted = { status: answer.status, contentType: answer.contentType, headers: answer.headers };
  const inHead = firstDifference(wanted, page);
  if (inHead !== null || answer.isPage || question.method === 'HEAD') return inHead;
  return firstDifference(answer.body, isRecord(answer.body) ? jsonOf(got) : Buffer.from(got.body).toString());
}
