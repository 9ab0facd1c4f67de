// The descriptors of this package by file name and by what they define, for server reflection.
import { ProtoReader } from '@spoor/wire';
import { FILE_DESCRIPTORS } from './descriptors.generated.ts';

interface DescriptorFile {
  readonly bytes: Uint8Array;
  readonly imports: readonly string[];
}

// Fields of FileDescriptorProto and of the messages in it, as tags.
const NAME = 0x0a;
const PACKAGE = 0x12;
const IMPORT = 0x1a;
const MESSAGE = 0x22;
const ENUM = 0x2a;
const SERVICE = 0x32;
const NESTED_MESSAGE = 0x1a;
const NESTED_ENUM = 0x22;
const METHOD = 0x12;
const NOTHING_NESTED: ReadonlySet<number> = new Set();

export class DescriptorFiles {
  readonly #files = new Map<string, DescriptorFile>();
  /** Full name of a message, enum, service or method to the name of its file. */
  readonly #fileOf = new Map<string, string>();

  constructor() {
    for (const text of FILE_DESCRIPTORS) this.#add(new Uint8Array(Buffer.from(text, 'base64')));
  }

  /** The file and everything it imports, itself first; null when there is no such file. */
  byName(name: string): readonly Uint8Array[] | null {
    if (!this.#files.has(name)) return null;
    const names = new Set([name]);
    // A set hands out what is added while it is walked.
    for (const each of names) for (const imported of this.#files.get(each)?.imports ?? []) names.add(imported);
    return [...names].flatMap((each) => this.#files.get(each)?.bytes ?? []);
  }

  bySymbol(symbol: string): readonly Uint8Array[] | null {
    const file = this.#fileOf.get(symbol);
    return file === undefined ? null : this.byName(file);
  }

  #add(bytes: Uint8Array): void {
    const fields = fieldsOf(bytes);
    const name = texts(fields, NAME).at(-1) ?? '';
    const prefix = texts(fields, PACKAGE).at(-1) ?? '';
    this.#files.set(name, { bytes, imports: texts(fields, IMPORT) });
    const index = (symbol: string): void => void this.#fileOf.set(symbol, name);
    for (const [tag, part] of fields) {
      if (tag === MESSAGE) indexNames(part, prefix, new Set([NESTED_MESSAGE, NESTED_ENUM]), index);
      else if (tag === ENUM) indexNames(part, prefix, NOTHING_NESTED, index);
      else if (tag === SERVICE) indexNames(part, prefix, new Set([METHOD]), index);
    }
  }
}

/** `nested`: the tags of parts that have names of their own. */
function indexNames(
  part: Uint8Array,
  prefix: string,
  nested: ReadonlySet<number>,
  index: (symbol: string) => void,
): void {
  const fields = fieldsOf(part);
  const name = `${prefix}.${texts(fields, NAME)[0] ?? ''}`;
  index(name);
  for (const [tag, inner] of fields) {
    if (!nested.has(tag)) continue;
    indexNames(inner, name, tag === NESTED_MESSAGE ? nested : NOTHING_NESTED, index);
  }
}

type Field = readonly [tag: number, value: Uint8Array];

/** The length-delimited fields of a message. */
function fieldsOf(bytes: Uint8Array): readonly Field[] {
  const reader = new ProtoReader(bytes);
  const fields: Field[] = [];
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if ((tag & 7) !== 2) {
      reader.skip(tag);
      continue;
    }
    const end = reader.lengthEnd();
    fields.push([tag, bytes.subarray(reader.pos, end)]);
    reader.pos = end;
  }
  return fields;
}

function texts(fields: readonly Field[], tag: number): readonly string[] {
  return fields.filter(([of]) => of === tag).map(([, value]) => new TextDecoder().decode(value));
}
