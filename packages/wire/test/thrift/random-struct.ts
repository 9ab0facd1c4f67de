// Arbitrary Thrift structs of any types, a few levels deep.
import fc from 'fast-check';
import type { Struct, ThriftValue, TypeName } from './thrift-oracle.ts';

const ids = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -32_768, max: 32_767 }));
const bits64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer().map(BigInt),
  fc.constantFrom(0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 32n, -(2n ** 32n), 2n ** 28n, 2n ** 56n),
);

const SCALARS: readonly fc.Arbitrary<ThriftValue>[] = [
  fc.boolean().map((value) => ({ type: 'bool', value })),
  fc.integer({ min: -128, max: 127 }).map((value) => ({ type: 'byte', value })),
  fc.integer({ min: -32_768, max: 32_767 }).map((value) => ({ type: 'i16', value })),
  fc.integer().map((value) => ({ type: 'i32', value })),
  bits64.map((value) => ({ type: 'i64', value })),
  fc.double({ noNaN: true }).map((value) => ({ type: 'double', value })),
  fc.uint8Array({ maxLength: 200 }).map((value) => ({ type: 'string', value })),
];

export const { struct: randomStruct } = fc.letrec<{ struct: Struct; value: ThriftValue }>((tie) => ({
  struct: fc.array(fc.tuple(ids, tie('value')), { maxLength: 5 }),
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    ...SCALARS,
    tie('struct').map((value) => ({ type: 'struct' as const, value })),
    fc
      .tuple(fc.constantFrom('list' as const, 'set' as const), fc.array(tie('value'), { maxLength: 20 }))
      .map(([type, values]) => uniform(type, values)),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map(uniformMap),
  ),
}));

/** The values of the first one's type. */
function uniform(type: 'list' | 'set', values: readonly ThriftValue[]): ThriftValue {
  const of: TypeName = values[0]?.type ?? 'i32';
  return { type, of, value: values.filter((value) => value.type === of) };
}

function uniformMap(entries: readonly (readonly [ThriftValue, ThriftValue])[]): ThriftValue {
  const [first] = entries;
  const value = entries.filter(([k, v]) => k.type === first?.[0].type && v.type === first[1].type);
  return { type: 'map', value };
}
