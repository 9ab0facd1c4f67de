import { batchOf, spanBuilder } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { BufferPool } from '../src/buffer-pool.ts';
import { SlabArena } from '../src/slab-arena.ts';

const MIB = 1024 * 1024;

function arena(): { pool: BufferPool; slabs: SlabArena } {
  const pool = new BufferPool(64 * MIB);
  return { pool, slabs: new SlabArena(pool) };
}

/** A batch of one span with that many bytes of attribute. */
function batch(attributeBytes: number): ReturnType<typeof batchOf> {
  return batchOf(spanBuilder({ attributes: { pad: 'x'.repeat(attributeBytes) }, resource: { schemaUrl: 'schema' } }));
}

test('small batches share a slab', () => {
  const { slabs } = arena();
  const [first, second] = [slabs.place(batch(100)), slabs.place(batch(100))];
  expect(second.slab).toBe(first.slab);
  expect(second.base).toBeGreaterThan(first.base);
});

test('bytes are copied: the slab keeps what the batch held when it was placed', () => {
  const { slabs } = arena();
  const source = batch(100);
  const { slab, base } = slabs.place(source);
  const wanted = source.bytes.slice();
  source.bytes.fill(0);
  expect(slab.bytes.slice(base, base + wanted.length)).toEqual(wanted);
});

test('part tables point at the same bytes as the batch did', () => {
  const { slabs } = arena();
  slabs.place(batch(10));
  const source = batch(10);
  const { slab, base, firstResource } = slabs.place(source);
  const { resources } = source;
  expect(firstResource).toBe(1);
  expect(slab.resources.at(1)).toBe(base + resources.at[0]!);
  expect(slab.resources.bytes(1)).toBe(resources.bytes[0]);
  expect(slab.resources.schemaAt(1)).toBe(base + resources.schemaAt[0]!);
  expect(slab.resources.schemaBytes(1)).toBe('schema'.length);
});

test('a part that was not sent stays absent', () => {
  const { slabs } = arena();
  slabs.place(batch(10));
  const { slab, firstResource } = slabs.place(batchOf(spanBuilder({ service: null })));
  expect(slab.resources.schemaBytes(firstResource)).toBe(0);
  expect(slab.resources.schemaAt(firstResource)).toBe(0);
});

test('a batch that would waste the open slab gets one of its own size', () => {
  const { slabs } = arena();
  const small = slabs.place(batch(100));
  const large = slabs.place(batch(200_000));
  expect(large.slab.freeBytes).toBe(0);
  expect(slabs.place(batch(100)).slab).toBe(small.slab);
});

test('a closed slab is freed with its last row, and its number is used again', () => {
  const { pool, slabs } = arena();
  const { slab } = slabs.place(batch(200_000));
  slab.liveRows += 2;
  slabs.release(slab, 1);
  expect(slabs.slab(slab.slot)).toBe(slab);
  slabs.release(slab, 1);
  expect(() => slabs.slab(slab.slot)).toThrow('was freed');
  expect([slabs.heldBytes, pool.usedBytes]).toEqual([0, 0]);
  expect(slabs.place(batch(200_000)).slab.slot).toBe(slab.slot);
});

test('the open slab stays while it can take more, and goes when closed empty', () => {
  const { pool, slabs } = arena();
  const { slab } = slabs.place(batch(100));
  slab.liveRows += 1;
  slabs.release(slab, 1);
  expect(slabs.slab(slab.slot)).toBe(slab);
  slabs.close();
  expect(pool.usedBytes).toBe(0);
});

test('an announced need covers what placing takes', () => {
  const { pool, slabs } = arena();
  for (let i = 0; i < 200; i++) {
    const next = batch((i * 7919) % 90_000);
    const [need, before] = [slabs.bytesFor(next), pool.usedBytes];
    slabs.place(next).slab.liveRows += 1;
    expect(pool.usedBytes - before).toBeLessThanOrEqual(need);
  }
});

test('held bytes are what the pool counts for it', () => {
  const { pool, slabs } = arena();
  for (let i = 0; i < 50; i++) slabs.place(batch(i * 1000)).slab.liveRows += 1;
  expect(slabs.heldBytes).toBe(pool.usedBytes);
});
