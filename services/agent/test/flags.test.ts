import { commonConfig, loadConfig } from '@spoor/kit';
import { goldenFlags } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { service } from '../src/index.ts';
import { collectorTargets } from '../src/reporter/reporter-config.ts';

const COLLECTOR = '--reporter.grpc.host-port=collector:14250';
const SPECS = { ...service.specs, common: commonConfig(service.common) };
const load = (...args: readonly string[]) => loadConfig(SPECS, { args, env: {} });
const loadWithCollector = (...args: readonly string[]) => load(COLLECTOR, ...args);

/** Whose defaults are no settings: printed help, and a collector, without which there is no agent. */
const NO_SETTINGS: ReadonlySet<string> = new Set(['help', 'reporter.grpc.host-port']);

describe('every flag of jaeger-agent 1.62', () => {
  const flags = goldenFlags('jaeger-agent-1.62').filter(({ flag }) => !NO_SETTINGS.has(flag));

  test.each(flags)('--$flag is known, and "$default" is its default', async ({ flag, default: text }) => {
    const { configs } = await loadWithCollector(`--${flag}=${text}`);
    expect(configs).toEqual((await loadWithCollector()).configs);
  });
});

describe('without a collector the agent does not start', () => {
  test('the error names the flag and what to give', async () => {
    await expect(load()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: '--reporter.grpc.host-port names no collector: give host:port, e.g. collector:14250',
    });
  });
});

describe('collectors that are named for TChannel are reached over gRPC', () => {
  test.each([
    ['--collector.host-port=jaeger:14267,other:14300', 'jaeger:14250, other:14300'],
    ['--reporter.tchannel.host-port=10.0.0.1:14267', '10.0.0.1:14250'],
  ])('%s', async (flag, targets) => {
    const { configs, warnings } = await load(flag);
    expect(collectorTargets(configs.reporter).join(', ')).toBe(targets);
    expect(warnings).toContain(
      `--reporter.tchannel.host-port: TChannel is gone since Jaeger 1.18: spans go over gRPC to ${targets}; name collectors with --reporter.grpc.host-port`,
    );
  });

  test('what is named for gRPC goes before', async () => {
    const { configs, warnings } = await loadWithCollector('--reporter.tchannel.host-port=c:14267');
    expect(collectorTargets(configs.reporter)).toEqual(configs.reporter.hostPort);
    expect(warnings).toEqual([expect.stringContaining('it has no effect')]);
  });

  test('the type tchannel is gRPC', async () => {
    const { warnings } = await loadWithCollector('--reporter.type=tchannel');
    expect(warnings).toEqual(['--reporter.type=tchannel: TChannel is gone since Jaeger 1.18: gRPC is spoken']);
  });
});

describe('flags of 1.8 to 1.21 are accepted, each with a warning', () => {
  const renamed = [
    { old: 'reporter.grpc.tls=true', flag: 'reporter.grpc.tls.enabled' },
    { old: 'jaeger.tags=a=b', flag: 'agent.tags' },
  ];
  test.each(renamed)('--$old', async ({ old, flag }) => {
    const { warnings } = await loadWithCollector(`--${old}`);
    expect(warnings).toContain(`--${old.split('=')[0]} is deprecated; use --${flag}`);
  });

  const withoutEffect = [
    'discovery.min-peers=2',
    'discovery.conn-check-timeout=1s',
    'reporter.tchannel.discovery.min-peers=2',
    'reporter.tchannel.discovery.conn-check-timeout=1s',
    'reporter.tchannel.report-timeout=2s',
    'reporter.grpc.discovery.min-peers=2',
    'processor.jaeger-compact.workers=50',
  ];
  test.each(withoutEffect)('--%s has no effect', async (flag) => {
    const { warnings } = await loadWithCollector(`--${flag}`);
    expect(warnings).toEqual([expect.stringMatching(new RegExp(`^--${flag.split('=')[0]} has no effect: `))]);
  });
});

describe('what makes no sense', () => {
  const wrong = [
    { given: 'agent.tags=nonsense', says: /--agent\.tags/ },
    { given: 'reporter.type=kafka', says: /--reporter\.type/ },
    { given: 'reporter.grpc.tls.ca=/ca.pem', says: /--reporter\.grpc\.tls/ },
    { given: 'reporter.backlog.max-bytes=1KiB', says: /--reporter\.backlog\.max-bytes/ },
    { given: 'reporter.spool.max-bytes=1MiB', says: /--reporter\.spool\.max-bytes/ },
  ];
  test.each(wrong)('--$given is refused by name', async ({ given, says }) => {
    await expect(loadWithCollector(`--${given}`)).rejects.toThrow(says);
  });

  test('a bound for a spool that there is not is warned of', async () => {
    const { warnings } = await loadWithCollector('--reporter.spool.max-bytes=64MiB');
    expect(warnings).toEqual(['--reporter.spool.max-bytes has no effect without --reporter.spool.directory']);
  });
});
