// The type numbers of Thrift's binary protocol; the compact reader maps its own onto them.

export const BOOL = 2;
export const BYTE = 3;
export const DOUBLE = 4;
export const I16 = 6;
export const I32 = 8;
export const I64 = 10;
/** Texts and binaries alike. */
export const STRING = 11;
export const STRUCT = 12;
export const MAP = 13;
export const SET = 14;
export const LIST = 15;

/** What `field()` answers for a field of this id and type: one small integer to switch on. */
export function fieldOf(id: number, type: number): number {
  return id * 16 + type;
}

/** The id out of such an integer. */
export function fieldIdOf(field: number): number {
  return field >> 4;
}

/** Structs and containers inside each other, as Go's and Java's runtimes bound them. */
export const MAX_DEPTH = 64;

const NAMES: readonly string[] = [
  'stop',
  '?',
  'bool',
  'byte',
  'double',
  '?',
  'i16',
  '?',
  'i32',
  '?',
  'i64',
  'string',
  'struct',
  'map',
  'set',
  'list',
];

/** For messages. */
export function typeName(type: number): string {
  return NAMES[type] ?? '?';
}
