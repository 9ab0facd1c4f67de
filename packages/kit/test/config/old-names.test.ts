import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigSpec } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { commonConfig } from '../../src/config/common-config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { checkTlsClient, type TlsClientConfig, tlsClientFields } from '../../src/tls/tls-client-config.ts';
import { checkTlsServer, type TlsServerConfig, tlsServerFields } from '../../src/tls/tls-server-config.ts';

interface Collector {
  readonly zipkin: string;
  readonly http: string;
  readonly port: number;
  readonly storage: string;
  readonly tchannel: string;
}

const collector: ConfigSpec<Collector> = {
  title: 'Collector',
  fields: {
    zipkin: {
      flag: 'collector.zipkin.host-port',
      type: 'host-port',
      default: '',
      aliases: ['collector.zipkin.http-port'],
      help: 'Zipkin.',
    },
    http: {
      flag: 'collector.http-server.host-port',
      type: 'host-port',
      default: ':14268',
      aliases: ['collector.http-port', 'collector.http.host-port'],
      help: 'Thrift.',
    },
    port: {
      flag: 'collector.port',
      type: 'int',
      default: 14267,
      withoutEffect: 'TChannel is gone; use --collector.http-server.host-port',
      help: 'Gone.',
    },
    storage: {
      flag: 'span-storage.type',
      envOnly: 'SPAN_STORAGE_TYPE',
      aliases: ['span-storage.type'],
      type: 'string',
      default: 'memory',
      help: 'Kind.',
    },
    tchannel: {
      flag: 'reporter.tchannel.host-port',
      type: 'string',
      default: '',
      aliases: ['collector.host-port'],
      withoutEffect: 'TChannel is gone; use --reporter.grpc.host-port',
      help: 'Gone.',
    },
  },
};
const reporter: ConfigSpec<TlsClientConfig> = {
  title: 'Reporter',
  fields: tlsClientFields('reporter.grpc'),
  check: (config) => checkTlsClient('reporter.grpc', config),
};
const grpc: ConfigSpec<TlsServerConfig> = {
  title: 'gRPC',
  fields: tlsServerFields('collector.grpc'),
  check: (config) => checkTlsServer('collector.grpc', config),
};
const common = commonConfig({ adminHostPort: ':14269', listenHost: '', shutdownDelayMs: 0 });
const specs = { collector, reporter, grpc, common };

function load(args: readonly string[] = [], env: Record<string, string> = {}) {
  return loadConfig(specs, { args, env });
}

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'kit-old-')), name);
  writeFileSync(path, text);
  return path;
}

describe('a port under an old name', () => {
  test.each([
    [['--collector.zipkin.http-port=9411'], {}, ':9411', '--collector.zipkin.http-port'],
    [['--collector.zipkin.http-port', '9411'], {}, ':9411', '--collector.zipkin.http-port'],
    [[], { COLLECTOR_ZIPKIN_HTTP_PORT: '9411' }, ':9411', 'COLLECTOR_ZIPKIN_HTTP_PORT'],
  ])('%j %j is an address', async (args, env, address, written) => {
    const { configs, warnings } = await load(args, env);
    expect(configs.collector.zipkin).toBe(address);
    expect(warnings).toEqual([`${written} is deprecated; use --collector.zipkin.host-port`]);
  });

  test.each(['c.yaml', 'c.json', 'c.toml', 'c.properties'])('in %s is an address', async (name) => {
    const texts: Record<string, string> = {
      'c.yaml': 'collector:\n  zipkin:\n    http-port: 9411\n',
      'c.json': '{"collector":{"zipkin":{"http-port":9411}}}',
      'c.toml': '[collector.zipkin]\nhttp-port = 9411\n',
      'c.properties': 'collector.zipkin.http-port=9411\n',
    };
    const path = file(name, texts[name] ?? '');
    const { configs, warnings } = await load([`--config-file=${path}`]);
    expect(configs.collector.zipkin).toBe(':9411');
    expect(warnings).toEqual([`collector.zipkin.http-port in ${path} is deprecated; use --collector.zipkin.host-port`]);
  });

  test('0 is the default of the new one', async () => {
    const { configs, warnings } = await load(['--collector.zipkin.http-port=0', '--collector.http-port=0']);
    expect(configs.collector).toMatchObject({ zipkin: '', http: ':14268' });
    expect(warnings).toEqual([
      '--collector.zipkin.http-port is ignored: 0 counts as not given; use --collector.zipkin.host-port',
      '--collector.http-port is ignored: 0 counts as not given; use --collector.http-server.host-port',
    ]);
  });

  test('0 leaves the word to the environment', async () => {
    const { configs } = await load(['--collector.zipkin.http-port=0'], { COLLECTOR_ZIPKIN_HOST_PORT: ':9411' });
    expect(configs.collector.zipkin).toBe(':9411');
  });

  test('0 under the new name is any free port', async () => {
    expect((await load(['--collector.zipkin.host-port=0'])).configs.collector.zipkin).toBe(':0');
  });

  test('is completed by --listen-host', async () => {
    const { configs } = await load(['--collector.zipkin.http-port=9411', '--listen-host=localhost']);
    expect(configs.collector.zipkin).toBe('localhost:9411');
  });

  test('that is none is refused under the name that was written', async () => {
    await expect(load([], { COLLECTOR_ZIPKIN_HTTP_PORT: 'on' })).rejects.toThrow(
      'invalid value "on" for COLLECTOR_ZIPKIN_HTTP_PORT: expected host:port, :port or a port from 0 to 65535',
    );
  });

  test.each(['admin-http-port', 'admin.http-port', 'health-check-http-port'])(
    '%s is that of the admin server',
    async (name) => {
      const { configs, warnings } = await load([`--${name}=14270`]);
      expect(configs.common.adminHostPort).toBe(':14270');
      expect(warnings).toEqual([`--${name} is deprecated; use --admin.http.host-port`]);
    },
  );
});

describe('both names at once: the new one counts, and the old one is said to be ignored', () => {
  test.each([
    [['--collector.http-port=1', '--collector.http-server.host-port=:2'], {}],
    [['--collector.http-server.host-port=:2', '--collector.http-port=1'], {}],
  ])('%j', async (args, env) => {
    const { configs, warnings } = await load(args, env);
    expect(configs.collector.http).toBe(':2');
    expect(warnings).toEqual([
      '--collector.http-port is deprecated, and ignored because --collector.http-server.host-port is given',
    ]);
  });

  test('in the environment too', async () => {
    const { configs, warnings } = await load([], { COLLECTOR_HTTP_PORT: '1', COLLECTOR_HTTP_SERVER_HOST_PORT: ':2' });
    expect(configs.collector.http).toBe(':2');
    expect(warnings).toEqual([
      'COLLECTOR_HTTP_PORT is deprecated, and ignored because COLLECTOR_HTTP_SERVER_HOST_PORT (--collector.http-server.host-port) is given',
    ]);
  });

  test('an old flag still goes before a new variable, as any flag does', async () => {
    const { configs, warnings } = await load(['--collector.http-port=1'], { COLLECTOR_HTTP_SERVER_HOST_PORT: ':2' });
    expect(configs.collector.http).toBe(':1');
    expect(warnings).toEqual(['--collector.http-port is deprecated; use --collector.http-server.host-port']);
  });

  test('two old ones: the first listed', async () => {
    const { configs, warnings } = await load(['--collector.http.host-port=:3', '--collector.http-port=1']);
    expect(configs.collector.http).toBe(':1');
    expect(warnings).toHaveLength(2);
  });
});

describe('a variable without a flag whose old flag still works', () => {
  test.each([[['--span-storage.type=kafka']], [['--span-storage.type', 'kafka']]])('%j', async (args) => {
    const { configs, warnings, settings } = await load(args);
    expect(configs.collector.storage).toBe('kafka');
    expect(warnings).toEqual(['--span-storage.type is deprecated; use SPAN_STORAGE_TYPE']);
    expect(settings.find(({ value }) => value === 'kafka')?.source).toBe('flag');
  });

  test('goes before it', async () => {
    const { configs, warnings } = await load(['--span-storage.type=kafka'], { SPAN_STORAGE_TYPE: 'memory' });
    expect(configs.collector.storage).toBe('memory');
    expect(warnings).toEqual(['--span-storage.type is deprecated, and ignored because SPAN_STORAGE_TYPE is given']);
  });

  test('alone warns of nothing', async () => {
    const { configs, warnings } = await load([], { SPAN_STORAGE_TYPE: 'kafka' });
    expect([configs.collector.storage, warnings]).toEqual(['kafka', []]);
  });
});

describe('TLS as it was switched on before 1.22', () => {
  test.each([
    [['--reporter.grpc.tls', '--reporter.grpc.tls.ca=ca.pem'], {}, '--reporter.grpc.tls'],
    [['--reporter.grpc.tls=true', '--reporter.grpc.tls.ca=ca.pem'], {}, '--reporter.grpc.tls'],
    [[], { REPORTER_GRPC_TLS: 'true', REPORTER_GRPC_TLS_CA: 'ca.pem' }, 'REPORTER_GRPC_TLS'],
  ])('%j %j', async (args, env, written) => {
    const { configs, warnings } = await load(args, env);
    expect(configs.reporter).toMatchObject({ tlsEnabled: true, tlsCa: 'ca.pem' });
    expect(warnings).toEqual([`${written} is deprecated; use --reporter.grpc.tls.enabled`]);
  });

  test('a listener too, with the old name of its client authorities', async () => {
    const { configs, warnings } = await load(
      ['--collector.grpc.tls', '--collector.grpc.tls.client.ca=ca.pem', '--collector.grpc.tls.cert=c'],
      { COLLECTOR_GRPC_TLS_KEY: 'k' },
    );
    expect(configs.grpc).toMatchObject({ tlsEnabled: true, tlsCert: 'c', tlsKey: 'k', tlsClientCa: 'ca.pem' });
    expect(warnings).toEqual([
      '--collector.grpc.tls is deprecated; use --collector.grpc.tls.enabled',
      '--collector.grpc.tls.client.ca is deprecated; use --collector.grpc.tls.client-ca',
    ]);
  });

  test('in a file', async () => {
    const path = file('c.yaml', 'reporter.grpc.tls: true\n');
    expect((await load([`--config-file=${path}`])).configs.reporter.tlsEnabled).toBe(true);
  });

  test('does not swallow the next argument', async () => {
    await expect(load(['--reporter.grpc.tls', 'false'])).rejects.toThrow('unexpected argument false');
  });
});

describe('a setting without effect', () => {
  test('says so and what to use, under the name that was written', async () => {
    const { warnings } = await load(['--collector.host-port=c:14267'], { COLLECTOR_PORT: '14267' });
    expect(warnings).toEqual([
      'COLLECTOR_PORT (--collector.port) has no effect: TChannel is gone; use --collector.http-server.host-port',
      '--collector.host-port has no effect: TChannel is gone; use --reporter.grpc.host-port',
    ]);
  });
});

describe('variables of the surroundings', () => {
  test('those of others are none of our business', async () => {
    const { warnings } = await load([], { TZ: 'Europe/Berlin', PATH: '/bin', COLLECTOR_SERVICE_HOST: '10.0.0.1' });
    expect(warnings).toEqual([]);
  });

  test('LOG_LEVEL is --log-level', async () => {
    expect((await load([], { LOG_LEVEL: 'debug' })).configs.common.logLevel).toBe('debug');
  });

  test('what Kubernetes sets for a service named collector is no port', async () => {
    const { configs, warnings } = await load([], {
      COLLECTOR_PORT: 'tcp://10.0.0.1:14267',
      COLLECTOR_HTTP_PORT: 'tcp://10.0.0.1:14268',
    });
    expect(configs.collector).toMatchObject({ port: 14267, http: ':14268' });
    const why = 'it is what Kubernetes sets for a service of that name';
    expect(warnings).toEqual([
      `COLLECTOR_HTTP_PORT is ignored: ${why}; use --collector.http-server.host-port`,
      `COLLECTOR_PORT (--collector.port) is ignored: ${why}`,
    ]);
  });
});

test('expvar metrics are gone: the flag is accepted and says so', async () => {
  const { warnings } = await load(['--metrics-backend=expvar']);
  expect(warnings).toEqual(['--metrics-backend=expvar is gone; metrics are for Prometheus']);
});

test('an old name cannot be the name of another field', async () => {
  const clash: ConfigSpec<{ readonly on: boolean }> = {
    title: 'Clash',
    fields: { on: { flag: 'clash', type: 'bool', default: false, help: '', aliases: ['collector.port'] } },
  };
  await expect(loadConfig({ collector, clash }, { args: [], env: {} })).rejects.toMatchObject({ code: 'INTERNAL' });
});
