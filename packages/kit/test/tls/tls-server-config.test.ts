import type { ConfigSpec } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { cipherListProblem, opensslCiphers } from '../../src/tls/cipher-suites.ts';
import { checkTlsClient, type TlsClientConfig, tlsClientFields } from '../../src/tls/tls-client-config.ts';
import { checkTlsServer, type TlsServerConfig, tlsServerFields } from '../../src/tls/tls-server-config.ts';

const server: ConfigSpec<TlsServerConfig> = {
  title: 'Server',
  fields: tlsServerFields('web'),
  check: (config) => checkTlsServer('web', config),
};
const client: ConfigSpec<TlsClientConfig> = {
  title: 'Client',
  fields: tlsClientFields('out'),
  check: (config) => checkTlsClient('out', config),
};

async function problems(...args: readonly string[]): Promise<readonly string[]> {
  try {
    await loadConfig({ server, client }, { args, env: {} });
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split('\n') : [];
  }
}

describe('accepted', () => {
  test.each([
    [[]],
    [['--web.tls.enabled', '--web.tls.cert=c', '--web.tls.key=k']],
    [['--web.tls', '--web.tls.cert=c', '--web.tls.key=k', '--web.tls.client.ca=a']],
    [
      [
        '--web.tls.enabled',
        '--web.tls.cert=c',
        '--web.tls.key=k',
        '--web.tls.min-version=1.2',
        '--web.tls.max-version=1.2',
      ],
    ],
    [
      [
        '--web.tls.enabled',
        '--web.tls.cert=c',
        '--web.tls.key=k',
        '--web.tls.cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_AES_128_GCM_SHA256',
      ],
    ],
    [['--out.tls.enabled']],
    [['--out.tls.enabled', '--out.tls.cert=c', '--out.tls.key=k']],
  ])('%j', async (args) => {
    expect(await problems(...args)).toEqual([]);
  });
});

const PAIR = '--web.tls.enabled needs both a certificate and its key: give --web.tls.cert and --web.tls.key';
const OFF = '--web.tls.* options cannot be used when --web.tls.enabled is false';
const OUT_OFF = '--out.tls.* options cannot be used when --out.tls.enabled is false';
const GOOD = ['--web.tls.enabled', '--web.tls.cert=c', '--web.tls.key=k'];

describe('refused', () => {
  test.each([
    [['--web.tls.cert=c'], OFF],
    [['--web.tls.key=k'], OFF],
    [['--web.tls.client-ca=a'], OFF],
    [['--web.tls.min-version=1.2'], OFF],
    [['--web.tls.max-version=1.3'], OFF],
    [['--web.tls.reload-interval=1s'], OFF],
    [['--web.tls.cipher-suites=TLS_AES_128_GCM_SHA256'], OFF],
    [['--web.tls.enabled'], PAIR],
    [['--web.tls.enabled', '--web.tls.cert=c'], PAIR],
    [['--web.tls.enabled', '--web.tls.key=k'], PAIR],
    [
      [...GOOD, '--web.tls.min-version=1.3', '--web.tls.max-version=1.2'],
      '--web.tls.min-version=1.3 is above --web.tls.max-version=1.2',
    ],
    [[...GOOD, '--web.tls.max-version=1.1'], '--web.tls.min-version=1.2 is above --web.tls.max-version=1.1'],
    [
      [...GOOD, '--web.tls.min-version=2'],
      'invalid value "2" for --web.tls.min-version: expected one of "", 1.0, 1.1, 1.2, 1.3',
    ],
    [
      [...GOOD, '--web.tls.cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA25'],
      '--web.tls.cipher-suites: unknown cipher suite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA25; did you mean TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256?',
    ],
    [['--out.tls.skip-host-verify'], OUT_OFF],
    [['--out.tls.ca=a'], OUT_OFF],
    [['--out.tls.cert=c', '--out.tls.key=k'], OUT_OFF],
    [['--out.tls.server-name=n'], OUT_OFF],
    [['--out.tls.enabled', '--out.tls.key=k'], '--out.tls.cert and --out.tls.key are given together or not at all'],
    [['--out.tls.enabled', '--out.tls.cert=c'], '--out.tls.cert and --out.tls.key are given together or not at all'],
  ])('%j', async (args, line) => {
    expect(await problems(...args)).toEqual([line]);
  });
});

test.each(['1.0', '1.1'])('min-version %s is warned of', async (version) => {
  const { warnings } = await loadConfig({ server }, { args: [...GOOD, `--web.tls.min-version=${version}`], env: {} });
  expect(warnings).toEqual([`--web.tls.min-version=${version} lets in protocols that are broken; use 1.2`]);
});

test('a client that verifies nothing is warned', async () => {
  const { warnings } = await loadConfig(
    { client },
    { args: ['--out.tls.enabled', '--out.tls.skip-host-verify'], env: {} },
  );
  expect(warnings).toEqual(['--out.tls.skip-host-verify accepts any certificate']);
});

test('suites become OpenSSL’s names; those of TLS 1.3 are always offered, as Go does', () => {
  expect(opensslCiphers([], false)).toBeUndefined();
  expect(opensslCiphers(['TLS_RSA_WITH_AES_128_CBC_SHA', 'TLS_RSA_WITH_AES_128_CBC_SHA'], false)).toBe(
    'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:AES128-SHA',
  );
  expect(cipherListProblem(['TLS_RSA_WITH_RC4_128_SHA'])).toContain('unknown cipher suite TLS_RSA_WITH_RC4_128_SHA');
});
