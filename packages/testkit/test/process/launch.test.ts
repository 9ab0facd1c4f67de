import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort, freePorts } from '../../src/process/free-port.ts';
import { launch } from '../../src/process/launch.ts';
import { pollUntil } from '../../src/process/poll-until.ts';
import { tempDirectory } from '../../src/process/temp-directory.ts';

function node(script: string): string[] {
  return [process.execPath, '-e', script];
}

/** Alive until told; says `word` first. */
const staying = (word: string): string[] => node(`console.log(${JSON.stringify(word)}); setInterval(() => {}, 1e6)`);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('launch', () => {
  test('waits for the line that says ready and ends on SIGTERM', async () => {
    const launched = await launch(staying('up and ready'), { readyText: 'ready' });
    expect(launched.output()).toContain('up and ready');
    expect(await launched.stop()).toEqual({ code: null, signal: 'SIGTERM' });
  });

  test('waits for the admin address to answer 200', async () => {
    const port = await freePort();
    const script = `let n = 0; require('node:http').createServer((_, a) => { a.statusCode = n++ < 2 ? 503 : 200; a.end(); }).listen(${port}, '127.0.0.1')`;
    const launched = await launch(node(script), { adminUrl: `http://127.0.0.1:${port}/` });
    onTestFinished(async () => void (await launched.stop()));
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect(isAlive(launched.pid)).toBe(true);
  });

  test('shows what was printed when the program ends before it is ready', async () => {
    const failing = launch(node(`console.error('port is taken'); process.exitCode = 3`), { readyText: 'ready' });
    await expect(failing).rejects.toThrow(/ended with code 3\n[\s\S]*port is taken/);
  });

  test('gives up, and ends the program, when it does not get ready in time', async () => {
    const server = createServer();
    const told = new Promise<number>((resolve) => {
      server.on('connection', (socket) => socket.on('error', () => {}).on('data', (text) => resolve(Number(text))));
    });
    const port = await freePort();
    server.listen(port, '127.0.0.1');
    const script = `require('node:net').connect(${port}, '127.0.0.1').write(String(process.pid)); setInterval(() => {}, 1e6)`;
    await expect(launch(node(script), { readyText: 'never', readyWithinMs: 1_500 })).rejects.toThrow(
      'no "never" within',
    );
    const pid = await told;
    await pollUntil(() => Promise.resolve(isAlive(pid) ? null : true), {
      deadlineMs: 5_000,
      what: 'end of the program',
    });
    server.close();
  });

  test('a program that does not exist is an error that names it', async () => {
    await expect(launch(['/no/such/program'])).rejects.toThrow('/no/such/program');
  });

  test('kills a program that ignores SIGTERM, and says so', async () => {
    const deaf = await launch(
      node(`process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1e6)`),
      { readyText: 'deaf' },
    );
    await expect(deaf.stop(200)).rejects.toThrow('did not stop within 200 ms');
    expect(isAlive(deaf.pid)).toBe(false);
  });

  test('a program does not outlive the process that launched it', async () => {
    const index = new URL('../../src/process/launch.ts', import.meta.url).href;
    const script = `const { launch } = await import(${JSON.stringify(index)});
      const child = await launch([process.execPath, '-e', 'console.log(1); setInterval(() => {}, 1e6)'], { readyText: '1' });
      console.log('child ' + child.pid + '.');
      throw new Error('midway');`;
    const parent = await launch([process.execPath, '--conditions=development', '--input-type=module', '-e', script]);
    await parent.exited;
    const pid = Number(/child (\d+)\./.exec(parent.output())?.[1]);
    expect(pid).toBeGreaterThan(0);
    await pollUntil(() => Promise.resolve(isAlive(pid) ? null : true), { deadlineMs: 5_000, what: 'end of the child' });
  });

  test('stopping twice is harmless', async () => {
    const launched = await launch(staying('ready'), { readyText: 'ready' });
    expect(await launched.stop()).toEqual(await launched.stop());
  });

  test('the environment can be given and taken away', async () => {
    const script = `console.log('<' + process.env.GIVEN + process.env.HOME + '>')`;
    const launched = await launch(node(script), { env: { GIVEN: 'yes', HOME: undefined } });
    await launched.exited;
    expect(launched.output()).toContain('<yesundefined>');
  });
});

describe('free ports', () => {
  test('are different and can be listened on', async () => {
    const ports = await freePorts(5);
    expect(new Set(ports).size).toBe(5);
    for (const port of ports) {
      const server = createServer();
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('temporary directories', () => {
  test('are there until they are removed, which may be repeated', async () => {
    const { path, remove } = await tempDirectory();
    await writeFile(join(path, 'file'), 'x');
    expect(existsSync(path)).toBe(true);
    await remove();
    await remove();
    expect(existsSync(path)).toBe(false);
  });
});

describe('polling', () => {
  test('asks until there is an answer', async () => {
    let asked = 0;
    const ask = (): Promise<string | null> => Promise.resolve(++asked === 4 ? 'here' : null);
    expect(await pollUntil(ask, { deadlineMs: 5_000, what: 'answer' })).toBe('here');
    expect(asked).toBe(4);
  });

  test('names what it waited for, with the last error as the cause', async () => {
    const cause = new Error('refused');
    const polling = pollUntil(() => Promise.reject(cause), { deadlineMs: 20, what: 'metrics' });
    await expect(polling).rejects.toMatchObject({ message: 'no metrics within 20 ms', cause });
  });

  test('gives up when told', async () => {
    const polling = pollUntil(() => Promise.resolve(null), {
      deadlineMs: 5_000,
      what: 'x',
      signal: AbortSignal.abort(new Error('enough')),
    });
    await expect(polling).rejects.toThrow('enough');
  });
});
