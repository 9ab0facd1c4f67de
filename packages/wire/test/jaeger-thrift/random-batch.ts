// Arbitrary jaeger.thrift batches: every field, its order any, optional ones present or not, unknown ones beside them.
import fc from 'fast-check';
import { randomStruct } from '../thrift/random-struct.ts';
import {
  bool,
  double,
  i32,
  i64,
  type Struct,
  struct,
  structs,
  type ThriftValue,
  text,
} from '../thrift/thrift-oracle.ts';

const word = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const id = fc.oneof({ weight: 4, arbitrary: word }, fc.constantFrom(0n, 1n, -1n)).map(i64);
const names = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('', 'span.kind', 'error', 'event', 'k', 'GET /api', 'x'.repeat(130)),
    fc.uint8Array({ maxLength: 10 }),
  )
  .map(text);
const micros = fc
  .oneof(
    fc.bigInt({ min: 1_600_000_000_000_000n, max: 1_900_000_000_000_000n }),
    fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n }),
    word,
  )
  .map(i64);
const duration = fc.oneof(fc.bigInt({ min: -10n, max: 10n ** 9n }), word).map(i64);

/** A struct with all of `needed` and some of `others` and of unknown fields, in any order. */
function fields(
  needed: Readonly<Record<number, fc.Arbitrary<ThriftValue>>>,
  others: Readonly<Record<number, fc.Arbitrary<ThriftValue>>> = {},
): fc.Arbitrary<Struct> {
  const some = fc.record(others, { requiredKeys: [] });
  const unknown = fc.oneof(
    { weight: 9, arbitrary: fc.constant<Struct>([]) },
    randomStruct.map((own) => own.map(([, value], n) => [30 + n, value] as const)),
  );
  return fc.tuple(fc.record(needed), some, unknown, fc.infiniteStream(fc.nat())).map(([all, known, extra, order]) => {
    const entries = [
      ...Object.entries<ThriftValue | undefined>({ ...all, ...known }).flatMap((entry) => present(entry)),
      ...extra,
    ];
    const keys = entries.map(() => order.next().value as number);
    return entries
      .map((entry, n) => ({ entry, key: keys[n]! }))
      .sort((a, b) => a.key - b.key)
      .map(({ entry }) => entry);
  });
}

/** fast-check leaves the keys of numbered fields that are absent. */
function present([id, value]: readonly [string, ThriftValue | undefined]): Struct {
  return value === undefined ? [] : [[Number(id), value]];
}

const listOf = (item: fc.Arbitrary<Struct>, maxLength: number): fc.Arbitrary<ThriftValue> =>
  fc.array(item, { maxLength }).map(structs);

const tag = fields(
  { 1: names, 2: fc.oneof({ weight: 9, arbitrary: fc.nat(4) }, fc.integer()).map(i32) },
  {
    3: names,
    4: fc.double({ noNaN: true }).map((value) => double(value + 0)), // npm thrift loses the sign of zero
    5: fc.boolean().map(bool),
    6: fc.oneof(word, fc.integer().map(BigInt)).map(i64),
    7: fc.uint8Array({ maxLength: 20 }).map(text),
  },
);
const reference = fields({ 1: fc.oneof(fc.nat(1), fc.integer()).map(i32), 2: id, 3: id, 4: id });
const log = fields({ 1: micros, 2: listOf(tag, 3) });
const span = fields(
  { 1: id, 2: id, 3: id, 4: id, 5: names, 7: fc.integer().map(i32), 8: micros, 9: duration },
  { 6: listOf(reference, 3), 10: listOf(tag, 5), 11: listOf(log, 2) },
);
const process = fields({ 1: names }, { 2: listOf(tag, 3) });
const stats = fields({ 1: word.map(i64), 2: word.map(i64), 3: word.map(i64) });

export const randomBatch: fc.Arbitrary<Struct> = fields(
  { 1: process.map(struct), 2: listOf(span, 4) },
  { 3: word.map(i64), 4: stats.map(struct) },
);
