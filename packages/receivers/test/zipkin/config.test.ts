import { loadConfig } from '@spoor/kit';
import { describe, expect, test } from 'vitest';
import { isZipkinEnabled, type ZipkinHttpConfig, zipkinHttpConfig } from '../../src/index.ts';

async function load(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ zipkin: ZipkinHttpConfig; warnings: readonly string[] }> {
  const { configs, warnings } = await loadConfig({ zipkin: zipkinHttpConfig }, { args: argv, env });
  return { zipkin: configs.zipkin, warnings };
}

describe('the port', () => {
  test.each([
    { argv: [], hostPort: '', enabled: false },
    { argv: ['--collector.zipkin.host-port=:9411'], hostPort: ':9411', enabled: true },
    { argv: ['--collector.zipkin.http-port=9411'], hostPort: ':9411', enabled: true },
    { argv: ['--collector.zipkin.http-port=0'], hostPort: '', enabled: false },
    { argv: ['--collector.zipkin.host-port=127.0.0.1:0'], hostPort: '127.0.0.1:0', enabled: true },
  ])('$argv', async ({ argv, hostPort, enabled }) => {
    const { zipkin } = await load(argv);
    expect([zipkin.hostPort, isZipkinEnabled(zipkin)]).toEqual([hostPort, enabled]);
  });
});

test('old names work and warn', async () => {
  const { zipkin, warnings } = await load(
    ['--collector.zipkin.allowed-origins=*', '--collector.zipkin.allowed-headers=content-type'],
    {
      COLLECTOR_ZIPKIN_HTTP_PORT: '9411',
    },
  );
  expect(zipkin).toMatchObject({ hostPort: ':9411', corsAllowedOrigins: ['*'], corsAllowedHeaders: ['content-type'] });
  expect(warnings).toHaveLength(3);
  for (const warning of warnings) expect(warning).toContain('deprecated');
});

test('allowed headers without origins warn', async () => {
  const { warnings } = await load(['--collector.zipkin.cors.allowed-headers=x']);
  expect(warnings).toEqual([
    '--collector.zipkin.cors.allowed-headers has no effect without --collector.zipkin.cors.allowed-origins',
  ]);
});
