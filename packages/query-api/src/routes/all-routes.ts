import type { QueryService } from '../query-service.ts';
import { archiveRoute } from './archive.ts';
import { catalogueRoutes } from './catalogue.ts';
import { dependenciesRoute } from './dependencies.ts';
import { metricsRoutes } from './metrics.ts';
import type { Route } from './route.ts';
import type { TraceAdjuster } from './trace-pieces.ts';
import { traceRoutes } from './traces.ts';
import { transformRoute } from './transform.ts';

export function allRoutes(service: QueryService, adjuster: TraceAdjuster): readonly Route[] {
  return [
    ...catalogueRoutes(service),
    ...traceRoutes(service, adjuster),
    dependenciesRoute(service),
    transformRoute(service),
    archiveRoute(),
    ...metricsRoutes(),
  ];
}
