// Which services and operations there are. Where there are none, two routes say null and one an empty
// list, as Jaeger does.
import { goQueryUnescape } from '../go/query-string.ts';
import { sendFailure, sendJson } from '../http/respond.ts';
import type { QueryService } from '../query-service.ts';
import { envelope } from '../render/envelope.ts';
import { jsonString } from '../render/json-string.ts';
import type { Route } from './route.ts';

export function catalogueRoutes(service: QueryService): readonly Route[] {
  return [services(service), operations(service), operationNames(service)];
}

function services({ reader }: QueryService): Route {
  return {
    method: 'GET',
    path: '/api/services',
    async handle(exchange) {
      const names = await reader.services(exchange.call);
      sendJson(exchange, envelope(namesJson(names), names.length));
    },
  };
}

function operations({ reader }: QueryService): Route {
  return {
    method: 'GET',
    path: '/api/operations',
    async handle(exchange) {
      const name = exchange.query.first('service');
      if (name === '') return sendFailure(exchange.response, 400, "parameter 'service' is required");
      const kind = exchange.query.first('spanKind');
      const found = await reader.operations(name, kind === '' ? null : kind, exchange.call);
      const items = found.map(
        (operation) => `{"name":${jsonString(operation.name)},"spanKind":${jsonString(operation.spanKind)}}`,
      );
      sendJson(exchange, envelope(`[${items.join(',')}]`, found.length));
    },
  };
}

function operationNames({ reader }: QueryService): Route {
  return {
    method: 'GET',
    path: '/api/services/*/operations',
    async handle(exchange) {
      const name = goQueryUnescape(exchange.segments[3]!);
      if (!name.ok) return sendFailure(exchange.response, 400, name.error);
      const found = await reader.operations(name.value, null, exchange.call);
      const names = [...new Set(found.map((operation) => operation.name))];
      sendJson(exchange, envelope(namesJson(names), names.length));
    },
  };
}

function namesJson(names: readonly string[]): string {
  return names.length === 0 ? 'null' : `[${names.map(jsonString).join(',')}]`;
}
