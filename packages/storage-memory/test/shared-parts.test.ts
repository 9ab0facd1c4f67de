// Resources that hold much and are shared by many spans: the sender chooses both, so neither writing nor searching
// may take the product of the two.

import { NameTable } from '@spoor/core';
import { and, tag } from '@spoor/testkit';
import { decodeOtlpProto, ProtoWriter } from '@spoor/wire';
import { expect, test } from 'vitest';
import { planSearch } from '../src/search-plan.ts';
import { Tenants } from '../src/tenants.ts';
import { TimeSlice } from '../src/time-slice.ts';
import { findTraces } from '../src/trace-search.ts';
import { call, MIB, query } from './support.ts';

const ATTRIBUTES = 100_000;
const SPANS = 20_000;

/** One resource of 100,000 attributes, and 20,000 spans of a scope each. */
function request(): Uint8Array {
  const writer = new ProtoWriter();
  const resourceSpans = writer.open(1);
  const resource = writer.open(1);
  for (let i = 0; i < ATTRIBUTES; i++) {
    const attribute = writer.open(1);
    writer.text(1, `k${i}`);
    const value = writer.open(2);
    writer.text(1, 'v');
    writer.close(value);
    writer.close(attribute);
  }
  writer.close(resource);
  for (let i = 0; i < SPANS; i++) {
    const scopeSpans = writer.open(2);
    const scope = writer.open(1);
    writer.text(1, `scope-${i % 100}`);
    writer.close(scope);
    const span = writer.open(2);
    writer.hex(1, (i + 1).toString(16).padStart(32, '0'));
    writer.hex(2, '0000000000000001');
    writer.close(span);
    writer.close(scopeSpans);
  }
  writer.close(resourceSpans);
  return writer.finish();
}

test('are walked once, however many chunks and scopes share them', async () => {
  const names = new NameTable();
  const tenants = new Tenants(names, { maxTraces: 0, maxBytes: 256 * MIB, seed: 1 });
  const batch = decodeOtlpProto(request(), names);
  let startMs = performance.now();
  expect(tenants.write(batch, '')).toBe(null);
  expect(performance.now() - startMs).toBeLessThan(1_000);

  const clock = { nowMs: () => 0, monotonicMs: () => performance.now() };
  const store = tenants.storeOf('')!;
  const cases = [
    { where: tag('k99999', 'w'), found: 0 },
    { where: and(tag('k7', 'v'), tag('otel.scope.name', 'scope-42')), found: SPANS / 100 },
  ];
  for (const { where, found } of cases) {
    startMs = performance.now();
    const plan = planSearch(query(where), tenants.names);
    const refs = await findTraces(store, plan, null, new TimeSlice(clock, call()));
    expect(refs.length).toBe(found);
    expect(performance.now() - startMs).toBeLessThan(1_000);
  }
});
