// The suite itself on trial: it must fail stores that break a rule, and name rules that fit.
import { describe, expect, test } from 'vitest';
import { type CaseName, type ContractCase, contractCases } from '../../src/contract/contract-cases.ts';
import { ContractSession } from '../../src/contract/storage-contract.ts';
import { referenceStore } from '../../src/reference/reference-store.ts';
import { clearableStore } from '../clearable-store.ts';
import { BROKEN_STORES } from './broken-stores.ts';

function caseOf(rule: CaseName): ContractCase {
  const found = contractCases().flatMap(({ cases }) => cases.get(rule) ?? []);
  return found[0]!;
}

test('there are at least sixty rules and no two have one name', () => {
  const rules = contractCases().flatMap(({ cases }) => [...cases.keys()]);
  expect(rules.length).toBeGreaterThanOrEqual(60);
  expect(new Set(rules).size).toBe(rules.length);
});

describe('a store is failed that', () => {
  for (const { fault, caughtBy, make } of BROKEN_STORES) {
    test(fault, async () => {
      const session = new ContractSession(clearableStore(make));
      await session.open();
      await expect(session.run(caseOf(caughtBy)), `"${caughtBy}" must fail`).rejects.toThrow();
    });
  }
});

describe('a store that breaks no rule passes the rule that catches', () => {
  const session = new ContractSession(clearableStore(referenceStore));
  for (const { fault, caughtBy } of BROKEN_STORES) {
    test(fault, async () => {
      await session.open();
      await session.run(caseOf(caughtBy));
    });
  }
});

describe('an excuse', () => {
  const session = new ContractSession(clearableStore(referenceStore));

  test('covers a case that fails', async () => {
    await session.open();
    const fails = (): Promise<void> => Promise.reject(new Error('not able'));
    await expect(session.runExcused('no ids give no items', fails)).resolves.toBeUndefined();
  });

  test('is stale when its case passes', async () => {
    await session.open();
    const passes = (): Promise<void> => Promise.resolve();
    await expect(session.runExcused('no ids give no items', passes)).rejects.toThrow('is stale');
  });
});
