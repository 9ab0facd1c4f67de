import { describe, expect, test } from 'vitest';
import { randomQuery } from '../../src/random/random-query.ts';
import { type RandomData, randomSpans, shuffled } from '../../src/random/random-spans.ts';
import { seededRandom } from '../../src/random/seeded-random.ts';

function data(seed: number): RandomData {
  return { random: seededRandom(seed), prefix: 'p-', baseUs: 1_000_000, windowUs: 60_000_000 };
}

describe('seeded random', () => {
  test('the same seed gives the same numbers, another seed others', () => {
    const numbers = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => random.int(1_000));
    };
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(1)).not.toEqual(numbers(2));
  });

  test('numbers stay below their bound and reach all of it', () => {
    const random = seededRandom(3);
    expect(new Set(Array.from({ length: 500 }, () => random.int(7)))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  });

  test('shuffling keeps every item', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const mixed = shuffled(seededRandom(4), items);
    expect(mixed).not.toEqual(items);
    expect(mixed.toSorted((a, b) => a - b)).toEqual(items);
  });
});

describe('random spans', () => {
  test('all start within the time given and belong to services of the prefix', () => {
    for (const span of randomSpans(data(5), 200)) {
      expect(span.startUs).toBeGreaterThanOrEqual(1_000_000);
      expect(span.startUs).toBeLessThan(61_000_000);
      expect(span.resource.serviceName).toMatch(/^p-/);
    }
  });

  test('the same seed gives the same spans', () => {
    expect(randomSpans(data(6), 30)).toEqual(randomSpans(data(6), 30));
  });
});

describe('random queries', () => {
  test('use every operator of the tree', () => {
    const source = data(7);
    const text = JSON.stringify(Array.from({ length: 800 }, () => randomQuery(source)));
    for (const op of [
      'and',
      'or',
      'not',
      'exists',
      'eq',
      'ne',
      'gt',
      'lt',
      'gte',
      'lte',
      'regex',
      'in',
      'not_in',
      'some',
      'tag',
    ]) {
      expect(text, op).toContain(`"op":"${op}"`);
    }
  });

  test('ask for times in order', () => {
    const source = data(8);
    for (let i = 0; i < 200; i++) {
      const { startMinUs, startMaxUs } = randomQuery(source);
      expect(startMinUs).toBeLessThanOrEqual(startMaxUs);
    }
  });
});
