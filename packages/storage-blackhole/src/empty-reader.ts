// The reader of a store in which nothing is: every answer is exact, whatever is asked.
import type { Call, SearchCapabilities, TraceReader } from '@spoor/core';

const NOTHING: readonly never[] = [];

const CAPABILITIES: SearchCapabilities = {
  withoutService: true,
  exactLimit: true,
  tagsWithDuration: true,
  sameSpanConjunction: true,
  summaries: true,
  operators: ['and', 'or', 'not', 'exists', 'eq', 'ne', 'gt', 'lt', 'gte', 'lte'].concat([
    'regex',
    'in',
    'not_in',
    'some',
    'tag',
  ]),
};

export const emptyReader: TraceReader = {
  async capabilities(call) {
    call.signal.throwIfAborted();
    return CAPABILITIES;
  },
  traces: (_ids, call) => nothing(call),
  find: (_query, call) => nothing(call),
  findIds: (_query, call) => nothing(call),
  findSummaries: (_query, call) => nothing(call),
  async services(call) {
    call.signal.throwIfAborted();
    return [];
  },
  async operations(_service, _kind, call) {
    call.signal.throwIfAborted();
    return [];
  },
};

async function* nothing(call: Call): AsyncGenerator<never, void> {
  call.signal.throwIfAborted();
  yield* NOTHING;
}
