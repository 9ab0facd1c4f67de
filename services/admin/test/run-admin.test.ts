import type { Host } from '@spoor/kit';
import { describe, expect, test } from 'vitest';
import { runAdmin } from '../src/run-admin.ts';
import { grpcServer, httpServer, type TestServer } from './send/servers.ts';
import { spansOf } from './support/spans.ts';
import { TextStream } from './support/text-stream.ts';

async function admin(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const stdout = new TextStream();
  const stderr = new TextStream();
  let code: number | null = null;
  const host: Host = {
    args,
    env: {},
    stdout,
    stderr,
    uptimeS: () => 0,
    onSignal: () => undefined,
    onCrash: () => undefined,
    exit: (given) => {
      code ??= given;
    },
  };
  await runAdmin(host);
  return { code, out: stdout.text, err: stderr.text };
}

describe('admin', () => {
  test.each([['help'], ['--help'], ['loadgen', '--help'], []])('%s %s prints what there is', async (...args) => {
    const { code, out } = await admin(...args);
    expect(code).toBe(0);
    expect(out).toContain('loadgen');
    expect(out).toContain('--batch-spans');
  });

  test('version prints the build as JSON', async () => {
    const { code, out } = await admin('version');
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['gitCommit', 'gitVersion', 'buildDate']);
  });

  const mistakes = [
    { args: ['loadgne'], says: 'unknown command loadgne; there are loadgen, version, help' },
    { args: ['loadgen', '--rat=5'], says: 'unknown flag --rat; did you mean --rate?' },
    { args: ['loadgen', '--transport=udp'], says: '--transport=udp is unknown; take grpc or http' },
    { args: ['loadgen', '--headers=tenant'], says: '--headers=tenant is not name=value' },
    { args: ['loadgen', '--batch-spans=0'], says: '--batch-spans' },
    {
      args: ['loadgen', '--transport=http', '--endpoint=http://x:1/'],
      says: '--endpoint=http://x:1/ is not host:port',
    },
  ];
  test.each(mistakes)('$args is one line on stderr and exit code 1', async ({ args, says }) => {
    const { code, err } = await admin(...args);
    expect(code).toBe(1);
    expect(err).toContain(says);
    expect(err.trimEnd().split('\n').length).toBe(1);
  });
});

describe('loadgen', () => {
  const servers: { transport: string; serve: () => Promise<TestServer> }[] = [
    { transport: 'grpc', serve: () => grpcServer(() => ({})) },
    { transport: 'http', serve: () => httpServer(() => ({ status: 200 })) },
  ];
  test.each(servers)('sends what it says over $transport', async ({ transport, serve }) => {
    const server = await serve();
    const { code, out } = await admin(
      'loadgen',
      `--transport=${transport}`,
      `--endpoint=${server.endpoint}`,
      '--spans=2000',
    );
    await server.close();
    const received = spansOf(server.received).length;
    expect(received).toBeGreaterThanOrEqual(2000);
    expect(out).toContain(`acknowledged=${received} refused=0 failed=0`);
    expect(code).toBe(0);
  });

  test('exit code 1 when the server took nothing', async () => {
    const server = await httpServer(() => ({ status: 503, body: 'full' }));
    const { code, out } = await admin(
      'loadgen',
      '--transport=http',
      `--endpoint=${server.endpoint}`,
      '--spans=50',
      '--concurrency=1',
    );
    await server.close();
    expect(code).toBe(1);
    expect(out).toContain('last="503: full"');
  });
});
