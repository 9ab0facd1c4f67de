// What the drivers of Thrift structs see of a protocol. A class per protocol implements it; a driver that
// meets both pays a map check a call: 5 % in the bench, less than a second copy of the drivers is worth.

/**
 * A cursor over one Thrift value. Allocates nothing; every method throws TracingError PAYLOAD_MALFORMED with
 * the offset when the bytes end early or are illegal. The caller reads or skips each field it is told of.
 */
export interface ThriftReader {
  readonly protocol: 'compact' | 'binary';
  readonly bytes: Uint8Array;
  /** Offset of the next byte to read. */
  pos: number;
  /** Offset after the last byte that may be read. */
  readonly end: number;
  /** The last 64-bit value read, as two unsigned halves. */
  readonly lo: number;
  readonly hi: number;
  /** The element type that the last `listSize` read. */
  readonly elementType: number;

  /** Starts over on [at, end) of `bytes`. */
  reset(bytes: Uint8Array, at: number, end: number): void;
  /** Before the first field of a struct; hand what it answers to `endStruct` after the last. */
  beginStruct(): number;
  endStruct(mark: number): void;
  /** The next field's `fieldOf(id, type)`; 0 = the struct ends here. */
  field(): number;
  /** Passes over the value of the field (or of the type) that was read. */
  skip(field: number): void;

  bool(): boolean;
  /** Unsigned. */
  byte(): number;
  /** Signed. */
  int16(): number;
  /** Signed. */
  int32(): number;
  /** Leaves the value in `lo` and `hi`. */
  int64(): void;
  /** Leaves the IEEE 754 bits in `lo` and `hi`. */
  double(): void;
  /** Reads a length; the text or binary is [pos, answer) and lies within the bytes. */
  stringEnd(): number;
  /** Elements of a list or set, never more than the bytes left could hold; the type is in `elementType`. */
  listSize(): number;
}
