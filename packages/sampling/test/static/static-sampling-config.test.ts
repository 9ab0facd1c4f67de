import { loadConfig } from '@spoor/kit';
import { describe, expect, test } from 'vitest';
import { staticSamplingConfig } from '../../src/index.ts';
import { DEFAULTS } from '../support/started-sampling.ts';

const load = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  loadConfig({ sampling: staticSamplingConfig }, { args, env });

test('nothing set', async () => {
  const { configs, warnings } = await load([]);
  expect(configs.sampling).toEqual(DEFAULTS);
  expect(warnings).toEqual([]);
});

test('Jaeger’s flags', async () => {
  const { configs } = await load([
    '--sampling.strategies-file=/etc/jaeger/sampling.json',
    '--sampling.strategies-reload-interval=1m30s',
    '--sampling.default-sampling-probability=1',
  ]);
  expect(configs.sampling).toMatchObject({
    strategiesFile: '/etc/jaeger/sampling.json',
    strategiesReloadIntervalMs: 90_000,
    defaultSamplingProbability: 1,
  });
});

test('the variable that Jaeger’s images set', async () => {
  const { configs } = await load([], { SAMPLING_STRATEGIES_FILE: '/etc/jaeger/sampling_strategies.json' });
  expect(configs.sampling.strategiesFile).toBe('/etc/jaeger/sampling_strategies.json');
});

test.each(['true', 'false'])('bugfix-5270=%s has no effect, and says so', async (value) => {
  const { warnings } = await load([`--sampling.strategies.bugfix-5270=${value}`]);
  expect(warnings).toEqual([
    '--sampling.strategies.bugfix-5270 has no effect: services with rate limiting always inherit the operations of the default strategy',
  ]);
});

describe('the source of strategies', () => {
  test.each(['file', 'static'])('%s is taken', async (type) => {
    expect((await load([], { SAMPLING_CONFIG_TYPE: type })).warnings).toEqual([]);
  });

  test('under its old name, with a warning', async () => {
    expect((await load([], { SAMPLING_TYPE: 'static' })).warnings).toEqual([
      'SAMPLING_TYPE is deprecated; use SAMPLING_CONFIG_TYPE',
    ]);
  });

  test.each([
    [
      { SAMPLING_CONFIG_TYPE: 'adaptive' },
      'SAMPLING_CONFIG_TYPE=adaptive: adaptive sampling is not available yet; use file',
    ],
    [{ SAMPLING_TYPE: 'adaptive' }, 'SAMPLING_TYPE=adaptive: adaptive sampling is not available yet; use file'],
    [{ SAMPLING_CONFIG_TYPE: 'remote' }, 'SAMPLING_CONFIG_TYPE=remote is not known; use file'],
  ])('%j is refused', async (env, message) => {
    await expect(load([], env)).rejects.toThrow(message);
  });
});

test.each(['-0.1', '1.1', 'half'])('a default probability of %s is refused', async (value) => {
  await expect(load([`--sampling.default-sampling-probability=${value}`])).rejects.toThrow(
    `invalid value "${value}" for --sampling.default-sampling-probability`,
  );
});
