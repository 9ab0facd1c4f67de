// The real chain on a real socket over a store with the spans of a test.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Component, Span, StorageBackend } from '@spoor/core';
import { type TenancyConfig, tenancy } from '@spoor/kit';
import { batchIn, type LoggedLine, referenceStore, type TestDeps, testDeps } from '@spoor/testkit';
import { onTestFinished } from 'vitest';
import { type HttpQueryConfig, httpQuery } from '../../src/index.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface QueryServer {
  readonly port: number;
  readonly deps: TestDeps;
  readonly component: Component;
  /** What was logged since the start. */
  readonly logged: () => readonly LoggedLine[];
  /** `target` goes out as it is. */
  readonly ask: (target: string, asked?: Asked) => Promise<Answer>;
}

export const CONFIG: HttpQueryConfig = {
  hostPort: '127.0.0.1:0',
  basePath: '/',
  staticFiles: '',
  logStaticAssetsAccess: false,
  uiConfig: '',
  additionalHeaders: [],
  maxClockSkewMs: 0,
  bearerTokenPropagation: false,
  enableTracing: false,
  tlsEnabled: false,
  tlsCert: '',
  tlsKey: '',
  tlsClientCa: '',
  tlsCipherSuites: [],
  tlsMinVersion: '',
  tlsMaxVersion: '',
  tlsReloadIntervalMs: 0,
  grpcHostPort: ':16685',
  grpcTlsEnabled: false,
  grpcTlsCert: '',
  grpcTlsKey: '',
  grpcTlsClientCa: '',
  grpcTlsCipherSuites: [],
  grpcTlsMinVersion: '',
  grpcTlsMaxVersion: '',
  grpcTlsReloadIntervalMs: 0,
};

const NO_TENANTS: TenancyConfig = { tenancyEnabled: false, tenancyHeader: 'x-tenant', tenants: [] };

/** Stopped when the test is over. */
export async function queryServer(
  config: Partial<HttpQueryConfig> = {},
  storage: StorageBackend = referenceStore(),
  tenants: TenancyConfig = NO_TENANTS,
): Promise<QueryServer> {
  const deps = testDeps();
  const component = httpQuery({ ...CONFIG, ...config }, storage, { ...deps, tenancy: tenancy(tenants) });
  onTestFinished(() => component.stop(0));
  await component.start(new AbortController().signal);
  const port = Number(component.health().detail.replace(/^.*:/, ''));
  return {
    port,
    deps,
    component,
    logged: () => deps.logged.slice(1),
    ask: (target, asked = {}) => ask(port, target, asked),
  };
}

/** A store that holds `spans`. */
export async function storeWith(spans: readonly Span[], tenant = ''): Promise<StorageBackend> {
  const storage = referenceStore();
  const call = { signal: new AbortController().signal, tenant };
  await storage.writer.write(batchIn(testDeps().names, spans), call);
  return storage;
}

function ask(port: number, target: string, asked: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = asked;
    const options = { host: '127.0.0.1', port, path: target, method, headers, agent: false };
    const request = httpRequest(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
