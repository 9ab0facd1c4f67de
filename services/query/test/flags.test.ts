import { commonConfig, loadConfig } from '@spoor/kit';
import { goldenFlags } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { service } from '../src/index.ts';

const SPECS = { ...service.specs, common: commonConfig(service.common) };
const load = (...args: readonly string[]) => loadConfig(SPECS, { args, env: {} });

/** Whose defaults are other ones on purpose, or that are no settings. */
const OTHER_DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['feature-gates', 'the gates of another program'],
  ['help', 'prints and ends'],
  ['span-storage.type', 'Jaeger’s own default names no storage'],
]);

describe('every flag of jaeger-query 1.76', () => {
  const flags = goldenFlags('jaeger-query-1.76').filter(({ flag }) => !OTHER_DEFAULTS.has(flag));

  test.each(flags)('--$flag is known, and "$default" is its default', async ({ flag, default: text }) => {
    expect((await load(`--${flag}=${text}`)).configs).toEqual((await load()).configs);
  });
});

test.each([
  {
    args: ['--query.port=80'],
    hostPort: ':80',
    warning: '--query.port is deprecated; use --query.http-server.host-port',
  },
  {
    args: ['--query.host-port=1.2.3.4:80'],
    hostPort: '1.2.3.4:80',
    warning: '--query.host-port is deprecated; use --query.http-server.host-port',
  },
])('$args of older releases goes on working, with a warning', async ({ args, hostPort, warning }) => {
  const { configs, warnings } = await load(...args);
  expect([configs.query.hostPort, warnings]).toEqual([hostPort, [warning]]);
});
