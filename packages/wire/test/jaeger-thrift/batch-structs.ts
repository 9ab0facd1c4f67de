// jaeger.thrift structs as the oracle writes them, complete, with fields to leave out or to put in their place.
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

/** Field values by id; null leaves a field out. */
export type Fields = Readonly<Record<number, ThriftValue | null>>;

function fieldsOf(defaults: Fields, own: Fields): Struct {
  return Object.entries({ ...defaults, ...own }).flatMap(([id, value]) =>
    value === null ? [] : [[Number(id), value] as const],
  );
}

export function stringTag(key: string, value: string): Struct {
  return tag(key, 0, { 3: text(value) });
}

export function tag(key: string, type: number, values: Fields): Struct {
  return fieldsOf({ 1: text(key), 2: i32(type) }, values);
}

/** One of each type. */
export const TAGS: readonly Struct[] = [
  stringTag('s', 'text'),
  tag('d', 1, { 4: double(2.5) }),
  tag('b', 2, { 5: bool(true) }),
  tag('l', 3, { 6: i64(-7n) }),
  tag('bin', 4, { 7: text(Uint8Array.of(0, 255)) }),
];

export function log(timeUs: number, fields: readonly Struct[]): Struct {
  return [
    [1, i64(timeUs)],
    [2, structs(fields)],
  ];
}

export function reference(type: number, low: bigint, high: bigint, spanId: bigint): Struct {
  return [
    [1, i32(type)],
    [2, i64(low)],
    [3, i64(high)],
    [4, i64(spanId)],
  ];
}

export function span(own: Fields = {}): Struct {
  const required: Fields = {
    1: i64(2),
    2: i64(1),
    3: i64(3),
    4: i64(0),
    5: text('op'),
    7: i32(1),
    8: i64(1_768_471_200_000_000),
    9: i64(1000),
  };
  return fieldsOf(required, own);
}

export function process(own: Fields = {}): Struct {
  return fieldsOf({ 1: text('svc'), 2: structs([stringTag('host', 'h')]) }, own);
}

export function batch(spans: readonly Struct[], own: Fields = {}): Struct {
  return fieldsOf({ 1: struct(process()), 2: structs(spans) }, own);
}

/** The arguments of emitBatch. */
export function emitBatchArgs(value: Struct): Struct {
  return [[1, struct(value)]];
}
