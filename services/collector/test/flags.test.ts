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

describe('every flag of jaeger-collector 1.76', () => {
  const flags = goldenFlags('jaeger-collector-1.76').filter(({ flag }) => !OTHER_DEFAULTS.has(flag));

  test.each(flags)('--$flag is known, and "$default" is its default', async ({ flag, default: text }) => {
    expect((await load(`--${flag}=${text}`)).configs).toEqual((await load()).configs);
  });
});

describe('flags of older releases go on working, each with a warning that names the new one', () => {
  const renamed = [
    { old: 'collector.http-port=1', flag: 'collector.http-server.host-port' },
    { old: 'collector.grpc-port=1', flag: 'collector.grpc-server.host-port' },
    { old: 'collector.zipkin.http-port=1', flag: 'collector.zipkin.host-port' },
    { old: 'health-check-http-port=1', flag: 'admin.http.host-port' },
    { old: 'collector.zipkin.allowed-origins=*', flag: 'collector.zipkin.cors.allowed-origins' },
    { old: 'collector.zipkin.allowed-headers=x', flag: 'collector.zipkin.cors.allowed-headers' },
  ];
  test.each(renamed)('--$old', async ({ old, flag }) => {
    const { warnings } = await load(`--${old}`);
    expect(warnings).toContain(`--${old.split('=')[0]} is deprecated; use --${flag}`);
  });

  test('the port of TChannel has no effect any more', async () => {
    const { warnings } = await load('--collector.port=14267');
    expect(warnings).toEqual([expect.stringMatching(/^--collector.port has no effect: TChannel/)]);
  });
});
