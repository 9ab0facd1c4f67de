import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameTable, SAMPLER_TYPES, ServiceLabels, traitsOf } from '../../src/index.ts';
import { TraitCounter, type TraitLabels } from '../../src/pipeline/trait-counter.ts';
import { batch, type RowSpec } from '../support/batches.ts';

/** What was counted, by `svc debug sampler_type`; zeros left out. */
function setUp(kind: 'ofSpans' | 'ofTraces') {
  const names = new NameTable();
  const cells = new Map<string, { value: number }>();
  const registered: TraitLabels[] = [];
  const counter = TraitCounter[kind](new ServiceLabels(names), (labels) => {
    registered.push(labels);
    const key = `${labels.svc} ${labels.debug} ${labels.sampler_type}`;
    const cell = cells.get(key) ?? { value: 0 };
    cells.set(key, cell);
    return cell;
  });
  const counted = () =>
    Object.fromEntries([...cells].flatMap(([key, { value }]) => (value === 0 ? [] : [[key, value]])));
  return { names, counter, registered, counted };
}

const rowSpec = fc.record({
  service: fc.constantFrom('a', 'b'),
  root: fc.boolean(),
  traits: fc.tuple(fc.boolean(), fc.nat(4)).map(([debug, sampler]) => traitsOf(debug, sampler)),
});

/** Counted span by span. */
function plainCount(rows: readonly Required<Pick<RowSpec, 'service' | 'root' | 'traits'>>[], roots: boolean) {
  const counts: Record<string, number> = {};
  for (const { service, root, traits } of rows) {
    if (roots && !root) continue;
    const sampler = SAMPLER_TYPES[roots ? traits >> 1 : 0];
    const key = `${service} ${String((traits & 1) === 1)} ${sampler}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

test.each(['ofSpans', 'ofTraces'] as const)('%s counts runs as counting one by one would', (kind) => {
  fc.assert(
    fc.property(fc.array(rowSpec, { maxLength: 30 }), (rows) => {
      const { names, counter, counted } = setUp(kind);
      counter.addAll(batch(names, rows));
      expect(counted()).toEqual(plainCount(rows, kind === 'ofTraces'));
    }),
  );
});

test.each(['ofSpans', 'ofTraces'] as const)('%s takes single rows back', (kind) => {
  const { names, counter, counted } = setUp(kind);
  const spans = batch(names, [{ root: true, traits: 5 }, { service: 'b' }]);
  counter.addAll(spans);
  for (const row of [0, 1]) counter.addRow(spans, row, -1);
  expect(counted()).toEqual({});
});

test('a counter is registered once a service and debug flag, not once a span or a batch', () => {
  const { names, counter, registered } = setUp('ofSpans');
  for (let i = 0; i < 3; i++) counter.addAll(batch(names, [{ service: 'a' }, { service: 'b' }, { service: 'a' }]));
  expect(registered.map(({ svc, debug }) => `${svc} ${debug}`)).toEqual([
    'other-services false',
    'other-services true',
    'a false',
    'b false',
  ]);
});
