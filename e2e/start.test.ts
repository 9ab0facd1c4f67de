// What an operator sees when something is wrong with the start: one line that names the flag and the cure, and
// exit code 1; and that several run on one machine.
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePorts, launch, pollUntil } from '@spoor/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { startAllInOne } from './support/all-in-one.ts';

const ROOT: string = join(import.meta.dirname, '..');

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stderr, stdout } = spawnSync(join(ROOT, 'spoor'), args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  // Warnings and progress are log lines; the error is the one line that is not JSON.
  const errors = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  return { status, stdout, errors: errors.filter((line) => !line.startsWith('spoor: ')) };
}

const MISTAKES: readonly { readonly title: string; readonly args: readonly string[]; readonly says: RegExp }[] = [
  {
    title: 'an unknown flag, with the nearest name',
    args: ['--collector.otlp.grpc.host-prt=:1'],
    says: /unknown flag.*collector\.otlp\.grpc\.host-prt.*collector\.otlp\.grpc\.host-port/,
  },
  {
    title: 'a value of the wrong type',
    args: ['--memory.max-traces=many'],
    says: /--memory\.max-traces.*whole number/,
  },
  {
    title: 'a certificate that cannot be read',
    args: [
      '--collector.otlp.http.host-port=127.0.0.1:0',
      '--collector.otlp.grpc.host-port=127.0.0.1:0',
      '--admin.http.host-port=127.0.0.1:0',
      '--collector.otlp.http.tls.enabled',
      '--collector.otlp.http.tls.cert=/no/such.pem',
      '--collector.otlp.http.tls.key=/no/such.pem',
    ],
    says: /--collector\.otlp\.http\.tls\.cert.*\/no\/such\.pem.*PEM file/,
  },
  {
    title: 'TLS options without TLS',
    args: ['--query.http.tls.cert=x'],
    says: /--query\.http\.tls\.\* options cannot be used when --query\.http\.tls\.enabled is false/,
  },
];

for (const { title, args, says } of MISTAKES) {
  test(title, () => {
    const { status, errors } = run(['all-in-one', ...args]);
    expect(errors).toEqual([expect.stringMatching(says)]);
    expect(status).toBe(1);
  });
}

test('a storage type that does not exist yet is refused by name', () => {
  const { status, errors } = run(['all-in-one'], { SPAN_STORAGE_TYPE: 'cassandra' });
  expect(errors).toEqual([expect.stringMatching(/SPAN_STORAGE_TYPE=cassandra.*memory/)]);
  expect(status).toBe(1);
});

test('a taken port names the flag and the cure', async () => {
  const taken = createServer();
  onTestFinished(() => void taken.close());
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const [grpc, admin] = await freePorts(2);
  const { status, errors } = run([
    'all-in-one',
    `--collector.otlp.http.host-port=127.0.0.1:${port}`,
    `--collector.otlp.grpc.host-port=127.0.0.1:${grpc}`,
    `--admin.http.host-port=127.0.0.1:${admin}`,
  ]);
  const says = new RegExp(
    `127\\.0\\.0\\.1:${port} \\(--collector\\.otlp\\.http\\.host-port\\).*already in use.*choose`,
  );
  expect(errors).toEqual([expect.stringMatching(says)]);
  expect(status).toBe(1);
});

test('an unknown role lists the roles', () => {
  const { status, stderr } = spawnSync(join(ROOT, 'spoor'), ['nobody'], { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toMatch(/there is no role 'nobody'.*admin, agent, all-in-one, collector, query/);
  expect(status).toBe(1);
});

test('two run side by side, and status asks each', async () => {
  const [first, second] = await Promise.all([startAllInOne(), startAllInOne()]);
  onTestFinished(async () => void (await Promise.all([first.process.stop(), second.process.stop()])));
  for (const { admin } of [first, second]) {
    const { status, stdout } = run(['all-in-one', 'status', `--status.http.host-port=${new URL(admin).host}`]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'Server available' });
  }
});

test('npm start runs the all-in-one, and killing npm ends it', async () => {
  const [grpc, http, query, admin] = await freePorts(4);
  const npm = await launch(
    [
      ...['npm', 'start', '--'],
      `--collector.otlp.grpc.host-port=127.0.0.1:${grpc}`,
      `--collector.otlp.http.host-port=127.0.0.1:${http}`,
      `--query.http-server.host-port=127.0.0.1:${query}`,
      `--admin.http.host-port=127.0.0.1:${admin}`,
    ],
    { cwd: ROOT, adminUrl: `http://127.0.0.1:${admin}/`, readyWithinMs: 150_000 },
  );
  onTestFinished(() => void npm.stop());
  process.kill(npm.pid, 'SIGKILL');
  const refused = (): Promise<true | null> =>
    fetch(`http://127.0.0.1:${admin}/livez`).then(
      () => null,
      () => true,
    );
  expect(await pollUntil(refused, { deadlineMs: 10_000, what: 'closed admin port' })).toBe(true);
});
