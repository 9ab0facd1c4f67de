import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INVALID_NAME, NameTable, NO_NAME } from '../../src/index.ts';

const utf8 = new TextEncoder();

describe('NameTable', () => {
  test('ids count from 1 and the same bytes have the same id', () => {
    const table = new NameTable();
    expect(['a', 'b', 'a', 'c', 'b'].map((text) => table.internText(text))).toEqual([1, 2, 1, 3, 2]);
    expect([table.size, table.text(1), table.text(2), table.text(3)]).toEqual([3, 'a', 'b', 'c']);
  });

  test('interns a slice of a larger buffer without its surroundings', () => {
    const table = new NameTable();
    const id = table.intern(utf8.encode('xx service yy'), 3, 10);
    expect(table.text(id)).toBe('service');
    expect(table.internText('service')).toBe(id);
  });

  test('keeps no reference to the bytes it was shown', () => {
    const table = new NameTable();
    const bytes = utf8.encode('cart');
    const id = table.intern(bytes, 0, 4);
    bytes.fill(0x78);
    expect(table.text(id)).toBe('cart');
    expect(table.internText('cart')).toBe(id);
    expect(table.intern(bytes, 0, 4)).not.toBe(id);
  });

  const texts = [
    { title: 'the empty name is a name', text: '' },
    { title: 'a byte order mark is kept', text: '\uFEFFname' },
    { title: 'a NUL is kept', text: 'a\0b' },
    { title: 'beyond the basic plane', text: '👩‍👩‍👧' },
    { title: 'a name longer than the first arena', text: 'n'.repeat(10_000) },
  ];
  test.each(texts)('$title', ({ text }) => {
    const table = new NameTable();
    const id = table.internText(text);
    expect([id, table.text(id), table.internText(text)]).toEqual([1, text, 1]);
  });

  const invalid = [
    { title: 'a lone continuation byte', bytes: [0x80] },
    { title: 'a truncated sequence', bytes: [0x61, 0xe2, 0x82] },
    { title: 'an overlong NUL', bytes: [0xc0, 0x80] },
    { title: 'a surrogate', bytes: [0xed, 0xa0, 0x80] },
    { title: 'beyond U+10FFFF', bytes: [0xf4, 0x90, 0x80, 0x80] },
  ];
  test.each(invalid)('bytes that are not UTF-8 have no id, each time: $title', ({ bytes }) => {
    const table = new NameTable();
    const payload = Uint8Array.from(bytes);
    expect(table.intern(payload, 0, payload.length)).toBe(INVALID_NAME);
    expect(table.intern(payload, 0, payload.length)).toBe(INVALID_NAME);
    expect(table.size).toBe(0);
    expect(table.internText('next')).toBe(1);
  });

  test.each([NO_NAME, 2, INVALID_NAME, -1, 0.5])('text of %d, which nobody was given, is a RangeError', (id) => {
    const table = new NameTable();
    table.internText('only');
    expect(() => table.text(id)).toThrow(RangeError);
  });

  test('a full table knows its names and answers NO_NAME for others', () => {
    const table = new NameTable({ maxNames: 2, maxBytes: 1000 });
    const known = [table.internText('a'), table.internText('b')];
    expect(table.internText('c')).toBe(NO_NAME);
    expect([table.internText('a'), table.internText('b')]).toEqual(known);
    expect(table.size).toBe(2);
  });

  test('names that are not UTF-8 count towards the limit, so that they cannot fill memory', () => {
    const table = new NameTable({ maxNames: 1, maxBytes: 1000 });
    expect(table.intern(Uint8Array.of(0xff), 0, 1)).toBe(INVALID_NAME);
    expect(table.internText('late')).toBe(NO_NAME);
  });

  test('the byte limit holds to the byte, and a shorter name may still fit', () => {
    const table = new NameTable({ maxNames: 100, maxBytes: 10 });
    expect(table.internText('12345678')).toBe(1);
    expect(table.internText('abc')).toBe(NO_NAME);
    expect(table.internText('ab')).toBe(2);
    expect(table.internText('c')).toBe(NO_NAME);
    expect(table.internText('')).toBe(3);
  });

  test('ids survive growth of the slots, the entries and the arena', () => {
    const table = new NameTable();
    const text = (i: number): string => `operation ${i} ${'x'.repeat(i % 50)}`;
    const ids = Array.from({ length: 5000 }, (_, i) => table.internText(text(i)));
    expect(new Set(ids).size).toBe(5000);
    for (const [i, id] of ids.entries()) {
      expect(table.internText(text(i))).toBe(id);
      expect(table.text(id)).toBe(text(i));
    }
  });

  test('names whose hashes collide stay apart', () => {
    const table = new NameTable();
    const [one, other] = collidingPair();
    expect(table.internText(one)).not.toBe(table.internText(other));
    expect([table.text(1), table.text(2)]).toEqual([one, other]);
    expect([table.internText(one), table.internText(other)]).toEqual([1, 2]);
  });

  test('a flood of names for one slot is cut off, and costs others nothing', () => {
    const table = new NameTable();
    const flood = namesOfOneSlot(300);
    const ids = flood.map((text) => table.internText(text));
    const known = ids.filter((id) => id !== NO_NAME);
    expect(known.length).toBeGreaterThanOrEqual(100);
    expect(known.length).toBeLessThan(flood.length);
    expect(flood.map((text) => table.internText(text))).toEqual(ids);
    expect(table.internText('honest')).toBe(table.size);
  });

  test('of names built to have the same hash a few are known, and look-ups do not compare them all', () => {
    const table = new NameTable();
    const flood = namesOfOneHash(40);
    expect(new Set(flood.map(hash)).size).toBe(1);
    const ids = flood.map((text) => table.internText(text));
    expect(ids.filter((id) => id !== NO_NAME)).toEqual([1, 2, 3, 4]);
    expect(flood.map((text) => table.internText(text))).toEqual(ids);
    expect(table.internText('honest')).toBe(5);
  });

  test('behaves like a Map from text to the order of first sight', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 4 }), { maxLength: 300 }), (list) => {
        const table = new NameTable();
        const model = new Map<string, number>();
        for (const text of list) {
          if (!model.has(text)) model.set(text, model.size + 1);
          expect(table.internText(text)).toBe(model.get(text));
        }
        for (const [text, id] of model) expect(table.text(id)).toBe(text);
        expect(table.size).toBe(model.size);
      }),
    );
  });
});

/** The hash of the table, so that a test can attack it. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const byte of utf8.encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  return h ^ (h >>> 15);
}

function collidingPair(): [string, string] {
  const seen = new Map<number, string>();
  for (let i = 0; ; i++) {
    const text = `name-${i.toString(36)}`;
    const h = hash(text);
    const other = seen.get(h);
    if (other !== undefined) return [other, text];
    seen.set(h, text);
  }
}

/** Names that start at the same slot of a table of up to 4096 slots. */
function namesOfOneSlot(count: number): string[] {
  const found: string[] = [];
  for (let i = 0; found.length < count; i++) {
    if ((hash(`flood-${i}`) & 4095) === 77) found.push(`flood-${i}`);
  }
  return found;
}

/** Seven letters each: forwards from the start and backwards from the end, which meet in the middle. */
function namesOfOneHash(count: number): string[] {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const prime = 0x01000193;
  let inverse = prime;
  for (let i = 0; i < 5; i++) inverse = Math.imul(inverse, 2 - Math.imul(prime, inverse));
  const heads = new Map<number, string>();
  for (const head of words(letters, 3)) {
    let state = 0x811c9dc5;
    for (const byte of utf8.encode(head)) state = Math.imul(state ^ byte, prime);
    heads.set(state, head);
  }
  const found: string[] = [];
  for (const tail of words(letters, 4)) {
    let state = 0x1234_5678;
    for (const byte of utf8.encode(tail).reverse()) state = Math.imul(state, inverse) ^ byte;
    const head = heads.get(state);
    if (head !== undefined) found.push(head + tail);
    if (found.length === count) break;
  }
  return found;
}

function* words(letters: string, length: number): Generator<string> {
  if (length === 0) yield '';
  else for (const head of words(letters, length - 1)) for (const letter of letters) yield head + letter;
}
