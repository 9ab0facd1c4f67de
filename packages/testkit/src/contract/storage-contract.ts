// The suite that every storage plugin must pass. A plugin says how to open, clear and settle its store;
// the cases are here and the same for all.
import type { Deps, StorageBackend } from '@spoor/core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { testDeps } from '../test-deps.ts';
import { type CaseName, type ContractCase, contractCases } from './contract-cases.ts';
import { CASE_WINDOW_US, ContractFixture } from './contract-fixture.ts';

export interface ContractSetup {
  /** A started store made with these deps; the suite stops it. A store that cannot be reached is a failure. */
  open(deps: Deps): Promise<StorageBackend>;
  /** Forgets all spans of all tenants. */
  clear(store: StorageBackend): Promise<void>;
  /** Resolves when everything written so far can be searched; without sleeping. */
  settle(store: StorageBackend): Promise<void>;
  /** Why a case is allowed to fail. An excused case that passes is itself a failure: the excuse is stale. */
  readonly excuses?: Partial<Record<CaseName, string>>;
}

/** Where the cases' own times begin: 2026-01-15T10:00:00Z. */
const FIRST_CASE_US = 1_768_471_200_000_000;
/** A case may reach half a window to either side of its own. */
const CASE_STRIDE_US = 3 * CASE_WINDOW_US;
const STOP_DEADLINE_MS = 10_000;

/** Registers the contract as a vitest suite: one store for all cases, each with names and times of its own. */
export function storageContract(name: string, setup: ContractSetup): void {
  describe(`storage contract: ${name}`, () => {
    const session = new ContractSession(setup);
    beforeAll(() => session.open());
    afterAll(() => session.close());
    for (const { title, cases } of contractCases()) {
      describe(title, () => {
        for (const [rule, run] of cases) {
          const excuse = setup.excuses?.[rule];
          if (excuse === undefined) test(rule, () => session.run(run));
          else test(`${rule} (excused: ${excuse})`, () => session.runExcused(rule, run));
        }
      });
    }
  });
}

/** One store and the cases run on it; also for trying the suite itself on stores that must fail. */
export class ContractSession {
  readonly #setup: ContractSetup;
  readonly #deps: Deps = testDeps();
  #store: StorageBackend | null = null;
  #casesRun = 0;

  constructor(setup: ContractSetup) {
    this.#setup = setup;
  }

  async open(): Promise<void> {
    this.#store = await this.#setup.open(this.#deps);
    await this.#setup.clear(this.#store);
  }

  async close(): Promise<void> {
    await this.#store?.stop(STOP_DEADLINE_MS);
  }

  /** Rejects with what the case found wrong. */
  async run(run: ContractCase): Promise<void> {
    const store = this.#store;
    if (store === null) throw new Error('the store is not open');
    const baseUs = FIRST_CASE_US + this.#casesRun++ * CASE_STRIDE_US;
    const clear = (): Promise<void> => this.#setup.clear(store);
    const settle = (): Promise<void> => this.#setup.settle(store);
    await run(new ContractFixture({ backend: store, names: this.#deps.names, baseUs, clear, settle }));
  }

  async runExcused(rule: CaseName, run: ContractCase): Promise<void> {
    try {
      await this.run(run);
    } catch {
      return;
    }
    throw new Error(`the excuse for "${rule}" is stale: the case passes`);
  }
}
