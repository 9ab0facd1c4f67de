import type { DependencyLink } from '@spoor/core';
import { sendFailure, sendJson } from '../http/respond.ts';
import { parseDependenciesRequest } from '../params/dependency-params.ts';
import type { QueryService } from '../query-service.ts';
import { envelope } from '../render/envelope.ts';
import { jsonString } from '../render/json-string.ts';
import type { Route } from './route.ts';

/** Calls between services, one entry a pair; a store that keeps none has none. */
export function dependenciesRoute({ storage, clock }: QueryService): Route {
  return {
    method: 'GET',
    path: '/api/dependencies',
    async handle(exchange) {
      const wanted = parseDependenciesRequest(exchange.query, clock.nowMs());
      if (!wanted.ok) return sendFailure(exchange.response, 400, wanted.error);
      const { range, service } = wanted.value;
      const links = (await storage.dependencies?.links(range, exchange.call)) ?? [];
      const touching = links.filter((link) => service === '' || link.parent === service || link.child === service);
      sendJson(exchange, envelope(`[${summed(touching).join(',')}]`, 0));
    },
  };
}

/** Stores may hold a pair several times, e.g. once a day. */
function summed(links: readonly DependencyLink[]): string[] {
  const calls = new Map<string, number>();
  for (const link of links) {
    const pair = `"parent":${jsonString(link.parent)},"child":${jsonString(link.child)}`;
    calls.set(pair, (calls.get(pair) ?? 0) + link.callCount);
  }
  return Array.from(calls, ([pair, count]) => `{${pair},"callCount":${count}}`);
}
