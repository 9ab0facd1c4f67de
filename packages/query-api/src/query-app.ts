import type { RequestListener } from 'node:http';
import { adjust } from '@spoor/analysis';
import type { StorageBackend } from '@spoor/core';
import { buildInfo } from '@spoor/kit';
import type { HttpQueryConfig } from './config.ts';
import { parseHeaders } from './http/additional-headers.ts';
import { apiApp } from './http/api-app.ts';
import { failed } from './http/failed.ts';
import { Turn } from './http/pace.ts';
import { measuredReader } from './measured-reader.ts';
import type { QueryDeps } from './query-deps.ts';
import type { QueryService } from './query-service.ts';
import { allRoutes } from './routes/all-routes.ts';
import { openPageFiles } from './static-ui/page-files.ts';
import { pages } from './static-ui/pages.ts';
import { UiConfigFile } from './static-ui/ui-config-file.ts';

/** Everything behind the listener. Reads the page's files; throws CONFIG_INVALID for a bad query.ui-config. */
export async function openQueryApp(
  config: HttpQueryConfig,
  storage: StorageBackend,
  deps: QueryDeps,
): Promise<RequestListener> {
  const { clock, logger, metrics } = deps;
  const basePath = config.basePath === '/' ? '' : config.basePath;
  const reader = measuredReader(storage.reader, metrics, clock);
  const service: QueryService = { reader, storage, clock, turn: new Turn() };
  const page = pages({
    files: await openPageFiles(config.staticFiles, logger),
    facts: { basePath, version: buildInfo(), archiveStorage: storage.archive !== null },
    uiConfig: await UiConfigFile.open(config.uiConfig, clock, logger),
    logAccess: config.logStaticAssetsAccess,
    logger,
  });
  return apiApp({
    basePath,
    headers: parseHeaders(config.additionalHeaders),
    tenancy: deps.tenancy,
    routes: allRoutes(service, (trace) => adjust(trace, { maxClockSkewMs: config.maxClockSkewMs })),
    pages: page,
    failed: (response, thrown) => failed(response, thrown, logger),
  });
}
