// The query service over HTTP: v1 JSON and the page, on one listener. Owns the server; the storage is only
// borrowed.
import type { Server } from 'node:http';
import { adjust } from '@spoor/analysis';
import { type Component, type Deps, type Health, type StorageBackend, TracingError } from '@spoor/core';
import type { HttpQueryConfig } from './config.ts';
import { parseHeaders } from './http/additional-headers.ts';
import { apiApp } from './http/api-app.ts';
import { failed } from './http/failed.ts';
import { drained, httpServer, listening } from './http/http-server.ts';
import { tenancy } from './http/tenancy.ts';
import { measuredReader } from './measured-reader.ts';
import type { QueryService } from './query-service.ts';
import { allRoutes } from './routes/all-routes.ts';
import { openPageFiles } from './static-ui/page-files.ts';
import { pages } from './static-ui/pages.ts';
import { UiConfigFile } from './static-ui/ui-config-file.ts';

export interface HttpQuery extends Component {
  /** Where it listens, once started; 0 before. */
  readonly port: number;
}

export function httpQuery(config: HttpQueryConfig, storage: StorageBackend, deps: Deps): HttpQuery {
  return new HttpQueryComponent(config, storage, deps);
}
