import { commonConfig, loadConfig } from '@spoor/kit';
import { goldenFlags } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { service } from '../src/service.ts';

const SPECS = { ...service.specs, common: commonConfig(service.common) };
const load = (...args: readonly string[]) => loadConfig(SPECS, { args, env: {} });

/** Whose defaults are other ones on purpose, or that are no settings. */
const OTHER_DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['feature-gates', 'the gates of another program'],
  ['help', 'prints and ends'],
  ['sampling.strategies.bugfix-5270', 'the bug is fixed, whatever is said'],
  ['span-storage.type', 'Jaeger’s own default names no storage'],
]);

describe.each(['jaeger-all-in-one-1.62', 'jaeger-all-in-one-1.76'] as const)('every flag of %s', (binary) => {
  const flags = goldenFlags(binary).filter(({ flag }) => !OTHER_DEFAULTS.has(flag));

  test.each(flags)('--$flag is known, and "$default" is its default', async ({ flag, default: text }) => {
    expect((await load(`--${flag}=${text}`)).configs).toEqual((await load()).configs);
  });
});

describe('the reporter of the agent inside', () => {
  test.each(['reporter.grpc.host-port=collector:14250', 'reporter.grpc.retry.max=5', 'collector.host-port=c:14267'])(
    '--%s has no effect, and says so',
    async (flag) => {
      const { warnings } = await load(`--${flag}`);
      expect(warnings).toContainEqual(expect.stringContaining('has no effect: the agent of the all-in-one'));
    },
  );
});
