// The bounds: what is held, what goes first, and who pays.
import { NameTable, type Span } from '@spoor/core';
import { batchIn, spanBuilder } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { Tenants } from '../src/tenants.ts';
import { lookUp } from '../src/trace-ref.ts';
import { MIB, type TestTenants, testTenants } from './support.ts';

const id = (n: number): string => n.toString(16).padStart(32, '0');

/** One span of trace n, about 600 bytes. */
function spanOf(n: number, padBytes = 300): Span {
  return spanBuilder({ traceId: id(n), attributes: { pad: 'x'.repeat(padBytes), n } });
}

function holds(t: TestTenants, n: number, tenant = ''): boolean {
  const store = t.tenants.storeOf(tenant);
  return store !== null && lookUp(store.traces, id(n)) !== null;
}

/** Traces n of [from, to) in batches of 100, one span each. */
function writeMany(t: TestTenants, from: number, to: number, tenant = ''): void {
  for (let at = from; at < to; at += 100) {
    t.write(
      Array.from({ length: Math.min(100, to - at) }, (_, i) => spanOf(at + i)),
      tenant,
    );
  }
}

test('a flood of names leaves the smallest store room for traces', () => {
  const t = testTenants({ maxBytes: 8 * MIB });
  for (let at = 0; at < 200_000; at += 1_000) {
    const named = (n: number): Span =>
      spanBuilder({ traceId: id(n), service: `svc-${n}`, operation: `GET /user/${n}` });
    t.write(Array.from({ length: 1_000 }, (_, i) => named(at + i)));
  }
  expect(t.tenants.names.heldBytes).toBeLessThan(2 * MIB);
  writeMany(t, 1_000_000, 1_001_000);
  expect(Array.from({ length: 1_000 }, (_, i) => holds(t, 1_000_000 + i))).toEqual(Array(1_000).fill(true));
});

describe('bounded by traces', () => {
  test('the oldest by creation goes, not the one written to longest ago', () => {
    const t = testTenants({ maxTraces: 3 });
    for (const n of [1, 2, 3, 1, 4]) t.write([spanOf(n)]);
    expect([1, 2, 3, 4].filter((n) => holds(t, n))).toEqual([2, 3, 4]);
  });

  test('a start far in the past does not make a trace older', () => {
    const t = testTenants({ maxTraces: 1 });
    t.write([spanOf(1)]);
    t.write([{ ...spanOf(2), startUs: 1 }]);
    expect([holds(t, 1), holds(t, 2)]).toEqual([false, true]);
  });

  test('an evicted trace takes all its spans and nobody else`s', () => {
    const t = testTenants({ maxTraces: 2 });
    for (const n of [1, 2, 1, 2, 1, 2]) t.write([spanOf(n), spanOf(n)]);
    t.write([spanOf(3)]);
    expect([t.tenants.traceCount, t.tenants.spanCount]).toEqual([2, 7]);
  });

  test('a trace that comes back after eviction starts anew', () => {
    const t = testTenants({ maxTraces: 1 });
    for (const n of [1, 2, 1]) t.write([spanOf(n)]);
    expect([holds(t, 1), t.tenants.spanCount]).toEqual([true, 1]);
  });

  test('one batch may bring more traces than are kept: its last ones stay', () => {
    const t = testTenants({ maxTraces: 5 });
    t.write(Array.from({ length: 20 }, (_, n) => spanOf(n)));
    expect([t.tenants.traceCount, holds(t, 14), holds(t, 15)]).toEqual([5, false, true]);
  });

  test('the bound is each tenant`s own', () => {
    const t = testTenants({ maxTraces: 2 });
    for (const tenant of ['a', 'b']) for (const n of [1, 2, 3]) t.write([spanOf(n)], tenant);
    expect(t.tenants.traceCount).toBe(4);
  });

  test('evictions are counted', () => {
    const t = testTenants({ maxTraces: 2 });
    for (const n of [1, 2, 3, 4, 5]) t.write([spanOf(n)]);
    expect(t.tenants.evictedTraces).toBe(3);
  });
});

describe('bounded by bytes', () => {
  test('memory stays under the bound for as long as ingest lasts, and is mostly used', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    for (let n = 0; n < 60_000; n += 100) {
      writeMany(t, n, n + 100);
      expect(t.tenants.pool.heldBytes).toBeLessThanOrEqual(8 * MIB);
    }
    expect(t.tenants.pool.heldBytes).toBeGreaterThan(6 * MIB);
    expect(t.tenants.traceCount).toBeGreaterThan(5000);
  });

  test('the newest traces are those that are left, without a gap', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    writeMany(t, 0, 20_000);
    const kept = t.tenants.traceCount;
    expect([holds(t, 20_000 - kept - 1), holds(t, 20_000 - kept), holds(t, 19_999)]).toEqual([false, true, true]);
  });

  test('a trace that never ends cannot hold on to memory: it is the oldest one day', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    for (let n = 1; n < 20_000; n += 100) {
      t.write([spanOf(0)]);
      writeMany(t, n, n + 100);
      expect(t.tenants.pool.heldBytes).toBeLessThanOrEqual(8 * MIB);
    }
    expect(t.tenants.evictedTraces).toBeGreaterThan(0);
  });

  test('batches of every size stay under the bound together', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    for (let n = 0; n < 300; n++) {
      t.write([spanOf(n, (n * 104_729) % 700_000)]);
      expect(t.tenants.pool.heldBytes).toBeLessThanOrEqual(8 * MIB);
      expect(holds(t, n)).toBe(true);
    }
  });

  test('what is counted is what the stores hold', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    for (const tenant of ['a', 'b', 'c']) writeMany(t, 0, 7000, tenant);
    const stores = ['a', 'b', 'c'].map((tenant) => t.tenants.storeOf(tenant)?.heldBytes ?? 0);
    const held = stores.reduce((sum, bytes) => sum + bytes, t.tenants.names.heldBytes);
    expect(t.tenants.pool.usedBytes).toBe(held);
  });

  test('a batch that can never fit is refused with a reason, and nothing is evicted for it', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    t.write([spanOf(1)]);
    expect(() => t.write([spanOf(2, 5 * MIB)])).toThrow(`does not fit memory.max-bytes=${8 * MIB}`);
    expect([holds(t, 1), holds(t, 2)]).toEqual([true, false]);
  });

  test('services outlive their traces', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    t.write([spanBuilder({ traceId: id(0), service: 'gone', operation: 'op', kind: 'server' })]);
    writeMany(t, 1, 20_000);
    const catalogue = t.tenants.storeOf('')?.catalogue;
    expect(holds(t, 0)).toBe(false);
    expect(catalogue?.services()).toContain('gone');
    expect(catalogue?.operations('gone', null)).toEqual([{ name: 'op', spanKind: 'server' }]);
  });
});

describe('tenants under one byte bound', () => {
  test('a flood pushes out its own traces before those of a small tenant', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    writeMany(t, 0, 500, 'small');
    writeMany(t, 0, 30_000, 'flood');
    expect(t.tenants.storeOf('small')?.traces.size).toBe(500);
  });

  test('two floods share evenly', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    for (let n = 0; n < 20_000; n += 100) for (const tenant of ['a', 'b']) writeMany(t, n, n + 100, tenant);
    const [a, b] = ['a', 'b'].map((tenant) => t.tenants.storeOf(tenant)?.heldBytes ?? 0);
    expect(a! / b!).toBeGreaterThan(0.5);
    expect(a! / b!).toBeLessThan(2);
  });

  test('a flood of tenants stays under the bound, and the last one is served', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    for (let n = 0; n < 300; n++) {
      t.write([spanOf(n)], `tenant-${n}`);
      expect(t.tenants.pool.heldBytes).toBeLessThanOrEqual(8 * MIB);
      expect(holds(t, n, `tenant-${n}`)).toBe(true);
    }
  });

  test('a flood of tenants makes earlier ones forgotten whole', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    for (let n = 0; n < 300; n++) t.write([spanOf(n)], `tenant-${n}`);
    const known = Array.from({ length: 300 }, (_, n) => t.tenants.storeOf(`tenant-${n}`)).filter(Boolean);
    expect(known.length).toBeLessThan(100);
    expect(t.tenants.traceCount).toBeGreaterThan(20);
  });

  test('tenants of every size come and go without end: none stays behind empty', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    for (let n = 0; n < 3000; n++) {
      t.write([spanOf(n, (n * 7919) % 60_000)], `tenant-${n}`);
      expect(t.tenants.pool.heldBytes).toBeLessThanOrEqual(8 * MIB);
      expect(holds(t, n, `tenant-${n}`)).toBe(true);
    }
    expect(t.tenants.traceCount).toBeGreaterThan(20);
  });

  test('a tenant whose only batch was refused has no store', () => {
    const t = testTenants({ maxBytes: 8 * MIB });
    const before = t.tenants.pool.usedBytes;
    expect(() => t.write([spanOf(1, 5 * MIB)], 'a')).toThrow('does not fit');
    expect(t.tenants.storeOf('a')).toBeNull();
    expect(t.tenants.pool.usedBytes).toBe(before);
  });

  test('a tenant that wrote nothing has no store', () => {
    const t = testTenants();
    t.write([spanOf(1)], 'a');
    expect(t.tenants.storeOf('b')).toBeNull();
  });
});

test('an empty batch makes no store', () => {
  const names = new NameTable();
  const tenants = new Tenants(names, { maxTraces: 0, maxBytes: 8 * MIB, seed: 1 });
  expect(tenants.write(batchIn(names, []), 'a')).toBeNull();
  expect(tenants.storeOf('a')).toBeNull();
});
