// The demo service as a child process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CapturedStream } from './captured.ts';

/** Addresses as `host:port`. */
interface ReadyLine {
  readonly level: string;
  readonly service: string;
  readonly startMs: number;
  readonly admin: string;
  readonly web: string;
}

export interface DemoProcess {
  readonly child: ChildProcess;
  readonly stdout: CapturedStream;
  readonly stderr: CapturedStream;
  /** Resolves with the fields of the READY line; rejects when the process ends before. */
  ready(): Promise<ReadyLine>;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
}

export function demoProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): DemoProcess {
  const entry = fileURLToPath(new URL('./demo-service.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=development', entry, ...args], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = new CapturedStream();
  const stderr = new CapturedStream();
  child.stdout?.pipe(stdout);
  child.stderr?.pipe(stderr);
  const exited = once(child, 'close').then(() => child.exitCode);
  return {
    child,
    stdout,
    stderr,
    exited,
    async ready() {
      const ended = exited.then((code) => Promise.reject(new Error(`exit ${code}: ${stderr.text}`)));
      await Promise.race([stderr.wrote('"msg":"READY"'), ended]);
      const line = stderr.text.split('\n').find((text) => text.includes('"msg":"READY"')) ?? '';
      return JSON.parse(line) as ReadyLine;
    },
  };
}
