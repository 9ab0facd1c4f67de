import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigSpec } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonConfig } from '../../src/config/common-config.ts';
import { loadConfig, loadServiceConfig } from '../../src/config/load-config.ts';

interface Queue {
  readonly size: number;
  readonly token: string;
  readonly on: boolean;
  readonly tags: readonly string[];
  readonly old: string;
  readonly type: string;
}

const queue: ConfigSpec<Queue> = {
  title: 'Queue',
  fields: {
    size: { flag: 'queue.size', type: 'int', default: 10, min: 1, help: 'Spans.', aliases: ['queue-size'] },
    token: { flag: 'queue.token', type: 'string', default: '', help: 'Token.', secret: true },
    on: { flag: 'queue.on', type: 'bool', default: true, help: 'Whether.' },
    tags: { flag: 'queue.tags', type: 'strings', default: ['a'], help: 'Tags.' },
    old: { flag: 'queue.old', type: 'string', default: '', help: 'Old.', withoutEffect: 'the queue grows by itself' },
    type: {
      flag: 'queue-type',
      envOnly: 'QUEUE_TYPE',
      type: 'string',
      default: 'memory',
      oneOf: ['memory', 'disk'],
      help: 'Kind.',
    },
  },
  check: (config) => ({
    errors: config.size > 100 && !config.on ? ['--queue.size above 100 needs --queue.on'] : [],
    warnings: config.size === 99 ? ['--queue.size=99 is odd'] : [],
  }),
};

const listener: ConfigSpec<{ readonly hostPort: string }> = {
  title: 'Listener',
  fields: { hostPort: { flag: 'web.host-port', type: 'host-port', default: ':80', help: 'Address.' } },
};

const common = commonConfig({ adminHostPort: ':14269', listenHost: '', shutdownDelayMs: 0 });
const specs = { queue, listener, common };

function load(args: readonly string[] = [], env: Record<string, string> = {}) {
  return loadConfig(specs, { args, env });
}

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'kit-load-')), name);
  writeFileSync(path, text);
  return path;
}

async function errorsOf(loading: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await loading.then(
    () => new Error('loaded'),
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
  return error instanceof Error ? error.message.split('\n') : [];
}

describe('viper’s order', () => {
  const path = file('c.yaml', 'queue:\n  size: 20\n');

  test('defaults when nothing is said', async () => {
    const { configs, warnings } = await load();
    expect(configs.queue).toEqual({ size: 10, token: '', on: true, tags: ['a'], old: '', type: 'memory' });
    expect(warnings).toEqual([]);
  });

  test('file over default', async () => {
    expect((await load([`--config-file=${path}`])).configs.queue.size).toBe(20);
  });

  test('environment over file, which it may name itself', async () => {
    const { configs } = await load([], { CONFIG_FILE: path, QUEUE_SIZE: '30' });
    expect(configs.queue.size).toBe(30);
  });

  test('flag over environment', async () => {
    const { configs } = await load(['--queue.size=40'], { CONFIG_FILE: path, QUEUE_SIZE: '30' });
    expect(configs.queue.size).toBe(40);
  });

  test('an empty variable counts as unset', async () => {
    expect((await load([], { QUEUE_SIZE: '' })).configs.queue.size).toBe(10);
  });

  test('an empty flag does not', async () => {
    expect((await load(['--queue.tags='])).configs.queue.tags).toEqual([]);
  });
});

test('what is loaded is frozen, lists included', async () => {
  const { configs } = await load(['--queue.tags=a,b']);
  expect(Object.isFrozen(configs)).toBe(true);
  expect(Object.isFrozen(configs.queue)).toBe(true);
  expect(Object.isFrozen(configs.queue.tags)).toBe(true);
  expect(Object.isFrozen((await load()).configs.queue.tags)).toBe(true);
});

describe('names', () => {
  test('an old flag works and warns', async () => {
    const { configs, warnings } = await load(['--queue-size=5']);
    expect(configs.queue.size).toBe(5);
    expect(warnings).toEqual(['--queue-size is deprecated; use --queue.size']);
  });

  test('so does its variable, unless it is the new one’s too', async () => {
    expect((await load([], { QUEUE_SIZE: '6' })).warnings).toEqual([]);
  });

  test('the new flag goes before the old one', async () => {
    expect((await load(['--queue-size=5', '--queue.size=7'])).configs.queue.size).toBe(7);
  });

  test('a setting without effect warns with the reason', async () => {
    expect((await load(['--queue.old=x'])).warnings).toEqual(['--queue.old has no effect: the queue grows by itself']);
  });

  test('an environment-only field has no flag and no key', async () => {
    expect((await load([], { QUEUE_TYPE: 'disk' })).configs.queue.type).toBe('disk');
    expect(await errorsOf(load(['--queue-type=disk']))).toEqual([
      'unknown flag --queue-type; did you mean --queue.size?',
    ]);
  });

  test('a list in a file for a plain text is a comma list', async () => {
    const path = file('l.json', '{"queue.old":["a","b"],"queue.tags":["a","b, c"]}');
    const { configs } = await load([`--config-file=${path}`]);
    expect(configs.queue).toMatchObject({ old: 'a,b', tags: ['a', 'b, c'] });
  });
});

describe('every mistake is one line that names the setting, the value and what is expected', () => {
  test.each([
    [['--queue.sise=1'], {}, 'unknown flag --queue.sise; did you mean --queue.size?'],
    [['--queue.size=many'], {}, 'invalid value "many" for --queue.size: expected a whole number'],
    [['--queue-size=0'], {}, 'invalid value "0" for --queue-size: expected at least 1'],
    [[], { QUEUE_SIZE: 'x' }, 'invalid value "x" for QUEUE_SIZE (--queue.size): expected a whole number'],
    [[], { QUEUE_TYPE: 'x' }, 'invalid value "x" for QUEUE_TYPE: expected one of memory, disk'],
    [['extra'], {}, 'unexpected argument extra'],
    [['--queue.size=101', '--queue.on=false'], {}, '--queue.size above 100 needs --queue.on'],
    [['--metrics-http-route=m'], {}, '--metrics-http-route=m must start with a slash, e.g. /metrics'],
    [
      ['--admin.http.tls.cert=x'],
      {},
      '--admin.http.tls.* options cannot be used when --admin.http.tls.enabled is false',
    ],
  ])('%j %j', async (args, env, line) => {
    expect(await errorsOf(load(args, env))).toEqual([line]);
  });

  test('in a file, with its name', async () => {
    const path = file('bad.json', '{"queue":{"size":"x"},"quue":{"on":true}}');
    expect(await errorsOf(load([`--config-file=${path}`]))).toEqual([
      `unknown key quue.on in ${path}; did you mean queue.on?`,
      `invalid value "x" for queue.size in ${path}: expected a whole number`,
    ]);
  });

  test('all at once', async () => {
    expect(await errorsOf(load(['--nope', '--queue.size=x', '--queue.on=maybe']))).toHaveLength(3);
  });

  test('a secret is not repeated', async () => {
    const secret: ConfigSpec<{ readonly port: number }> = {
      title: 'S',
      fields: { port: { flag: 'pin', type: 'int', default: 0, help: '', secret: true } },
    };
    const errors = await errorsOf(loadConfig({ secret }, { args: ['--pin=hunter2'], env: {} }));
    expect(errors).toEqual(['invalid value (secret) for --pin: expected a whole number']);
  });
});

test('a spec’s warnings are passed on', async () => {
  expect((await load(['--queue.size=99'])).warnings).toEqual(['--queue.size=99 is odd']);
});

describe('--listen-host completes addresses without a host', () => {
  test.each([
    [[], ':80', ':14269'],
    [['--listen-host=localhost'], 'localhost:80', 'localhost:14269'],
    [['--listen-host=::1', '--web.host-port=0'], '[::1]:0', '[::1]:14269'],
    [['--listen-host=10.0.0.1', '--web.host-port=0.0.0.0:81'], '0.0.0.0:81', '10.0.0.1:14269'],
    [['--listen-host=localhost', '--web.host-port='], '', 'localhost:14269'],
  ])('%j', async (args, web, admin) => {
    const { configs } = await load(args);
    expect([configs.listener.hostPort, configs.common.adminHostPort]).toEqual([web, admin]);
  });
});

describe('modules that share a flag', () => {
  const other: ConfigSpec<{ readonly on: boolean }> = {
    title: 'Other',
    fields: { on: { flag: 'queue.on', type: 'bool', default: true, help: 'The same.' } },
  };

  test('get the same value', async () => {
    const { configs, settings } = await loadConfig({ queue, other }, { args: ['--queue.on=false'], env: {} });
    expect([configs.queue.on, configs.other.on]).toEqual([false, false]);
    expect(settings.filter(({ field }) => field.flag === 'queue.on')).toHaveLength(1);
  });

  test('must agree on its default', async () => {
    const clashing: ConfigSpec<{ readonly on: boolean }> = {
      title: 'Clashing',
      fields: { on: { flag: 'queue.on', type: 'bool', default: false, help: '' } },
    };
    await expect(loadConfig({ queue, clashing }, { args: [], env: {} })).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

test('the common spec stands apart from a service’s own, whatever those are called', async () => {
  const loaded = await loadServiceConfig({ common: queue }, common, { args: ['--queue.size=3'], env: {} });
  expect(loaded.configs.common.size).toBe(3);
  expect(loaded.common.metricsHttpRoute).toBe('/metrics');
  expect(Object.keys(loaded.configs)).toEqual(['common']);
});

describe('whatever comes in, the answer is a configuration or CONFIG_INVALID', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('true', '-1', '5s', '[::]:1', '"', ',', '1KiB'));
  const flag = fc.constantFrom(
    '--queue.size',
    '--queue.on',
    '--queue.tags',
    '--web.host-port',
    '--shutdown.delay',
    '--',
  );
  const arg = fc.oneof(
    text,
    flag,
    fc.tuple(flag, text).map((parts) => parts.join('=')),
  );

  test('from flags and variables', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arg), text, text, async (args, size, host) => {
        const loading = load(args, { QUEUE_SIZE: size, LISTEN_HOST: host });
        const outcome = await loading.then(
          ({ configs }) => Object.isFrozen(configs),
          (error: unknown) => error,
        );
        if (outcome !== true) expect(outcome).toMatchObject({ code: 'CONFIG_INVALID' });
      }),
    );
  });

  test.each(['json', 'yaml', 'toml', 'properties'])('from a %s file', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (content) => {
        const loading = load([`--config-file=${file(`c.${format}`, content)}`]);
        const outcome = await loading.then(
          ({ configs }) => Object.isFrozen(configs),
          (error: unknown) => error,
        );
        if (outcome !== true) expect(outcome).toMatchObject({ code: 'CONFIG_INVALID' });
      }),
      { numRuns: 50 },
    );
  });
});
