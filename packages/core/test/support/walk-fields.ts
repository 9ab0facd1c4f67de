/** A length-delimited protobuf field: its number, and where its content is. */
export interface WalkedField {
  readonly number: number;
  readonly at: number;
  readonly end: number;
}

/** The fields at [at, end); throws for any that is not length-delimited or that reaches beyond. */
export function walkFields(bytes: Uint8Array, at = 0, end: number = bytes.length): readonly WalkedField[] {
  const fields: WalkedField[] = [];
  for (let pos = at; pos < end; ) {
    const tag = bytes[pos++]!;
    if ((tag & 7) !== 2) throw new Error(`tag ${tag} at ${pos - 1}`);
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[pos++]!;
      length += (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    fields.push({ number: tag >> 3, at: pos, end: pos + length });
    pos += length;
  }
  if ((fields.at(-1)?.end ?? end) !== end) throw new Error(`the last field does not end at ${end}`);
  return fields;
}
