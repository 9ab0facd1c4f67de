// All cases of the storage contract under their names, which are the rules.
import { cancellationCases } from './cases-cancellation.ts';
import { dependencyCases } from './cases-dependencies.ts';
import { nameCases } from './cases-names.ts';
import { randomCases } from './cases-random.ts';
import { readingCases } from './cases-reading.ts';
import { searchCases } from './cases-search.ts';
import { summaryCases } from './cases-summaries.ts';
import { tenantCases } from './cases-tenants.ts';
import { writingCases } from './cases-writing.ts';
import type { ContractFixture } from './contract-fixture.ts';
import { type MatchRow, runMatchCase } from './match-case.ts';
import { conjunctionRows } from './rows-conjunctions.ts';
import { operatorRows } from './rows-operators.ts';
import { tagRows } from './rows-tags.ts';

export type ContractCase = (t: ContractFixture) => Promise<void>;

/** Every rule of the contract: what an excuse may name. */
export type CaseName =
  | keyof typeof readingCases
  | keyof typeof searchCases
  | keyof typeof operatorRows
  | keyof typeof tagRows
  | keyof typeof conjunctionRows
  | keyof typeof nameCases
  | keyof typeof summaryCases
  | keyof typeof dependencyCases
  | keyof typeof tenantCases
  | keyof typeof cancellationCases
  | keyof typeof writingCases
  | keyof typeof randomCases;

export interface CaseGroup {
  readonly title: string;
  readonly cases: ReadonlyMap<CaseName, ContractCase>;
}

export function contractCases(): readonly CaseGroup[] {
  return [
    { title: 'reads traces', cases: group(readingCases) },
    { title: 'finds traces', cases: group(searchCases) },
    { title: 'finds by', cases: rows(operatorRows) },
    { title: 'finds by tag', cases: rows(tagRows) },
    { title: 'asks one span for', cases: rows(conjunctionRows) },
    { title: 'names', cases: group(nameCases) },
    { title: 'summaries', cases: group(summaryCases) },
    { title: 'dependencies', cases: group(dependencyCases) },
    { title: 'tenants', cases: group(tenantCases) },
    { title: 'cancellation', cases: group(cancellationCases) },
    { title: 'writes', cases: group(writingCases) },
    { title: 'random data', cases: group(randomCases) },
  ];
}

function group<N extends CaseName>(cases: Readonly<Record<N, ContractCase>>): ReadonlyMap<CaseName, ContractCase> {
  return new Map<CaseName, ContractCase>(names(cases).map((name) => [name, cases[name]]));
}

function rows<N extends CaseName>(table: Readonly<Record<N, MatchRow>>): ReadonlyMap<CaseName, ContractCase> {
  return new Map<CaseName, ContractCase>(names(table).map((name) => [name, (t) => runMatchCase(t, table[name])]));
}

/** Object.keys answers string[]; the tables have no other keys than those of their type. */
function names<N extends string>(table: Readonly<Record<N, unknown>>): N[] {
  return Object.keys(table) as N[];
}
