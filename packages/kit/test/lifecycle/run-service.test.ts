import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parseHostPort } from '../../src/net/host-port.ts';
import { listen } from '../../src/net/listen.ts';
import { type DemoProcess, demoProcess } from '../support/process.ts';

const running: DemoProcess[] = [];

function demo(args: readonly string[], env: Readonly<Record<string, string>> = {}): DemoProcess {
  const started = demoProcess(args, env);
  running.push(started);
  return started;
}

afterEach(async () => {
  for (const { child, exited } of running.splice(0)) {
    if (child.exitCode === null) child.kill('SIGKILL');
    await exited;
  }
});

/** Runs to its end. */
async function ended(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { exited, stdout, stderr } = demo(args, env);
  const code = await exited;
  return { code, stdout: stdout.text, stderr: stderr.text };
}

const FREE = ['--admin.http.host-port=:0'];

function messages(text: string): readonly string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
}

describe('running', () => {
  test('READY names the listeners, which then serve, admin included', async () => {
    const service = demo(FREE);
    const ready = await service.ready();
    expect(ready).toMatchObject({ level: 'info', service: 'demo', startMs: expect.any(Number) });
    expect(ready.web).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`http://${ready.web}/`)).text()).toBe('begun,done');
    const health = await fetch(`http://${ready.admin}/`);
    expect([health.status, await health.json()]).toMatchObject([200, { status: 'Server available' }]);
    const metrics = await (await fetch(`http://${ready.admin}/metrics`)).text();
    expect(metrics).toContain('jaeger_build_info{build_date="",revision="",version="dev"} 1\n');
    expect(metrics).toContain('\nprocess_resident_memory_bytes ');
    expect(service.stdout.text).toBe('');
  });

  test('warnings of the configuration are logged before READY', async () => {
    const service = demo([...FREE, '--web.port=0', '--feature-gates=x']);
    await service.ready();
    expect(messages(service.stderr.text).slice(0, 3)).toEqual([
      '--web.port is ignored: 0 counts as not given; use --web.host-port',
      '--feature-gates has no effect: there are no feature gates here',
      'READY',
    ]);
  });

  test('--log-level and --log-encoding are obeyed', async () => {
    const service = demo([...FREE, '--log-encoding=console']);
    await service.stderr.wrote('INFO\tREADY\t');
    const quiet = await ended([...FREE, '--log-level=error', '--web.port=0'], { WEB_MODE: 'broken' });
    expect(quiet.stderr).not.toContain('deprecated');
  });
});

describe('SIGTERM and SIGINT', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s stops it with exit code 0', async (signal) => {
    const service = demo(FREE);
    await service.ready();
    service.child.kill(signal);
    expect(await service.exited).toBe(0);
    expect(messages(service.stderr.text)).toEqual(['READY', 'stopping', 'stopped']);
  });

  test('a request under way is finished first', async () => {
    const service = demo(FREE);
    const port = parseHostPort((await service.ready()).web)?.port ?? 0;
    const socket = connect(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab');
    await once(socket, 'data');
    service.child.kill('SIGTERM');
    await service.stderr.wrote('"stopping"');
    let rest = '';
    socket.on('data', (chunk) => {
      rest += String(chunk);
    });
    socket.write('cd');
    await once(socket, 'close');
    expect(rest).toContain('done');
    expect(await service.exited).toBe(0);
  });

  test('during --shutdown.delay it serves but is not ready', async () => {
    const service = demo([...FREE, '--shutdown.delay=20s']);
    const ready = await service.ready();
    service.child.kill('SIGTERM');
    await service.stderr.wrote('"stopping"');
    expect((await fetch(`http://${ready.admin}/`)).status).toBe(503);
    expect((await fetch(`http://${ready.admin}/readyz`)).status).toBe(503);
    expect((await fetch(`http://${ready.admin}/livez`)).status).toBe(200);
    expect((await fetch(`http://${ready.web}/`)).status).toBe(200);
  });

  test('a second one ends it at once', async () => {
    const service = demo([...FREE, '--shutdown.delay=20s']);
    await service.ready();
    service.child.kill('SIGTERM');
    await service.stderr.wrote('"stopping"');
    service.child.kill('SIGTERM');
    expect(await service.exited).toBe(1);
  });
});

describe('what the operator must mend is lines on stderr and exit code 1', () => {
  test.each([
    [['--web.hostport=:1'], {}, 'demo: unknown flag --web.hostport; did you mean --web.host-port?\n'],
    [
      ['--web.host-port=x'],
      {},
      'demo: invalid value "x" for --web.host-port: expected host:port, :port or a port from 0 to 65535\n',
    ],
    [
      [],
      { LOG_LEVEL: 'loud' },
      'demo: invalid value "loud" for LOG_LEVEL (--log-level): expected one of debug, info, warn, error, dpanic, panic, fatal\n',
    ],
    [
      ['--config-file=/nope.yaml'],
      {},
      "demo: --config-file /nope.yaml cannot be read: ENOENT: no such file or directory, open '/nope.yaml'\n",
    ],
    [['serve'], {}, 'demo: unknown command serve; there are version, env, docs, print-config, status, help\n'],
    [
      ['--web.tls.enabled', '--web.tls.cert=/no.pem', '--web.tls.key=/no.key'],
      {},
      'demo: --web.tls.cert: cannot read /no.pem (ENOENT); give a PEM file that this process may read\n',
    ],
    [
      ['-x', '--web.host-port=:99999'],
      {},
      'demo: -x: flags start with two dashes; write --x\ndemo: invalid value ":99999" for --web.host-port: expected host:port, :port or a port from 0 to 65535\n',
    ],
  ])('%j %j', async (args, env, stderr) => {
    expect(await ended([...args], env)).toEqual({ code: 1, stdout: '', stderr });
  });

  test('a taken port', async () => {
    const taken = createServer();
    const bound = await listen(taken, '127.0.0.1:0', 'first');
    const { code, stderr } = await ended([...FREE, `--web.host-port=${bound}`]);
    taken.close();
    expect([code, stderr]).toEqual([
      1,
      `demo: cannot listen on ${bound} (--web.host-port): address already in use; choose another port or stop the other process\n`,
    ]);
  });
});

test('a mistake of ours shows where it happened', async () => {
  const { code, stderr } = await ended(FREE, { WEB_MODE: 'broken' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^demo: Error: the store is broken\n {4}at .*demo-service/);
});

test('a crash is one log line and exit code 1', async () => {
  const service = demo(FREE);
  const ready = await service.ready();
  await fetch(`http://${ready.web}/crash`).catch(() => undefined);
  expect(await service.exited).toBe(1);
  expect(messages(service.stderr.text)).toEqual(['READY', 'crashed']);
});

describe('sub-commands', () => {
  test('version prints the build', async () => {
    const { code, stdout } = await ended(['version']);
    expect([code, JSON.parse(stdout)]).toEqual([0, { gitCommit: '', gitVersion: 'dev', buildDate: '' }]);
  });

  test.each([[['help']], [['--help']], [['-h']], [['version', '--help']]])('%j prints every flag', async (args) => {
    const { code, stdout } = await ended(args);
    expect(code).toBe(0);
    for (const part of [
      'A service for tests.',
      '  print-config',
      'Web:\n',
      '--web.host-port <host-port>',
      '--log-level',
    ]) {
      expect(stdout).toContain(part);
    }
  });

  test('env explains the variables, those without a flag by name', async () => {
    const { stdout } = await ended(['env']);
    expect(stdout).toContain('For example --web.host-port is WEB_HOST_PORT.');
    expect(stdout).toContain('WEB_MODE (default plain)\n    What the store does.');
  });

  test('docs prints the reference, or writes it', async () => {
    const { stdout } = await ended(['docs']);
    expect(stdout).toMatch(/^# demo\n\n## Web\n/);
    const dir = join(mkdtempSync(join(tmpdir(), 'kit-docs-')), 'new');
    const written = await ended(['docs', '--format=md', `--dir=${dir}`]);
    expect(written.stdout).toBe(`${join(dir, 'demo.md')}\n`);
    expect(readFileSync(join(dir, 'demo.md'), 'utf8')).toBe(stdout);
  });

  test('docs in another format is refused', async () => {
    expect(await ended(['docs', '--format=man'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'demo: --format=man is not offered; the one format is md\n',
    });
  });

  test('print-config shows what was set, never a secret', async () => {
    const { stdout } = await ended(['print-config', '--web.key=hunter2', '--log-level=warn']);
    expect(stdout).toMatch(/^NAME +VALUE +SOURCE\n--web\.key +\*{5} +flag\n--log-level +warn +flag\n$/);
    expect((await ended(['print-config', '--all'])).stdout).toMatch(/--metrics-http-route +\/metrics +default\n/);
  });

  test('a flag of a command is no flag of the service', async () => {
    expect((await ended(['--all'])).stderr).toContain('unknown flag --all');
  });
});
