// What several tests of this package need.
import { type Call, NameTable, type Predicate, type Span, type TraceQuery } from '@spoor/core';
import { batchIn } from '@spoor/testkit';
import { Tenants, type TenantsLimits } from '../src/tenants.ts';

export const MIB: number = 1024 * 1024;

export function call(tenant = '', signal: AbortSignal = new AbortController().signal): Call {
  return { tenant, signal };
}

/** All time, no limit. */
export function query(where: Predicate | null, rest: Partial<TraceQuery> = {}): TraceQuery {
  return { where, startMinUs: 0, startMaxUs: 4e15, limit: null, ...rest };
}

/** Tenants' stores and a way to write spans into them; throws when a batch is refused. */
export interface TestTenants {
  readonly tenants: Tenants;
  write(spans: readonly Span[], tenant?: string): void;
}

export function testTenants(limits: Partial<TenantsLimits> = {}): TestTenants {
  const names = new NameTable();
  const tenants = new Tenants(names, { maxTraces: 0, maxBytes: 64 * MIB, seed: 1, ...limits });
  return {
    tenants,
    write(spans, tenant = ''): void {
      const reason = tenants.write(batchIn(names, spans), tenant);
      if (reason !== null) throw new Error(reason);
    },
  };
}

/** Spans of one trace each, in order of first appearance. */
export function byTrace(spans: readonly Span[]): { traceId: string; spans: Span[] }[] {
  const traces = new Map<string, Span[]>();
  for (const span of spans) {
    const known = traces.get(span.traceId);
    if (known === undefined) traces.set(span.traceId, [span]);
    else known.push(span);
  }
  return Array.from(traces, ([traceId, all]) => ({ traceId, spans: all }));
}
