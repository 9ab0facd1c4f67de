// Starts a program as a process group of its own, waits until it is ready and ends it by its id. What it
// printed is kept (the last part of it) and shown in every error.
import { type ChildProcess, spawn } from 'node:child_process';
import { pollUntil } from './poll-until.ts';

export interface LaunchOptions {
  /** On top of this process' environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Ready once a line of its output holds this text. */
  readonly readyText?: string;
  /** Ready once GET answers 200 here, e.g. the admin server's `/`. With both, both are awaited; with none, at once. */
  readonly adminUrl?: string;
  /** Default 60 s. */
  readonly readyWithinMs?: number;
}

export interface Exit {
  /** null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface LaunchedProcess {
  readonly pid: number;
  /** Standard output and error, as far as kept. */
  output(): string;
  /** Resolves when some line printed from the start on holds `text`; rejects when the process ends first. */
  printed(text: string, deadlineMs: number): Promise<void>;
  readonly exited: Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL to the group when the deadline (default 40 s) passes, which throws. Idempotent. */
  stop(deadlineMs?: number): Promise<Exit>;
}

const KEPT_CHARACTERS = 256 * 1024;
const DEFAULT_READY_MS = 60_000;
const DEFAULT_STOP_MS = 40_000;

/** `command[0]` is the program. Throws, with the output, when it does not get ready; it is ended then. */
export async function launch(command: readonly string[], options: LaunchOptions = {}): Promise<LaunchedProcess> {
  const launched = new Launched(command, options);
  const deadlineMs = options.readyWithinMs ?? DEFAULT_READY_MS;
  try {
    await launched.spawned;
    const { readyText, adminUrl } = options;
    if (readyText !== undefined) await launched.printed(readyText, deadlineMs);
    if (adminUrl !== undefined) await launched.answers(adminUrl, deadlineMs);
    return launched;
  } catch (thrown) {
    launched.killGroup('SIGKILL');
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`${command.join(' ')}: ${reason}\n${launched.output()}`, { cause: thrown });
  }
}

class Launched implements LaunchedProcess {
  readonly exited: Promise<Exit>;
  readonly spawned: Promise<void>;
  readonly #child: ChildProcess;
  readonly #ended: AbortController = new AbortController();
  readonly #listeners = new Set<() => void>();
  #output = '';

  constructor(command: readonly string[], options: LaunchOptions) {
    const env: NodeJS.ProcessEnv = { ...process.env, ...options.env };
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    const child = spawn(command[0] ?? '', command.slice(1), { cwd: options.cwd, env, stdio, detached: true });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.#keep(text));
    }
    this.spawned = new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    // A test run that fails midway must not leave servers behind.
    const orphaned = (): void => this.killGroup('SIGKILL');
    process.once('exit', orphaned);
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        process.off('exit', orphaned);
        this.#ended.abort(new Error(`ended with ${signal ?? `code ${code}`}`));
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  output(): string {
    return this.#output;
  }

  printed(text: string, deadlineMs: number): Promise<void> {
    const { signal } = this.#ended;
    return new Promise((resolve, reject) => {
      const settle = (error: Error | null): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        signal.removeEventListener('abort', ended);
        if (error === null) resolve();
        else reject(error);
      };
      const look = (): void => {
        if (this.#output.includes(text)) settle(null);
      };
      const ended = (): void => settle(signal.reason as Error);
      const timer = setTimeout(() => settle(new Error(`no "${text}" within ${deadlineMs} ms`)), deadlineMs);
      this.#listeners.add(look);
      signal.addEventListener('abort', ended);
      if (signal.aborted) ended();
      look();
    });
  }

  async answers(url: string, deadlineMs: number): Promise<void> {
    const ask = async (): Promise<true | null> => {
      const answer = await fetch(url, { signal: AbortSignal.any([this.#ended.signal, AbortSignal.timeout(5_000)]) });
      await answer.arrayBuffer();
      return answer.ok ? true : null;
    };
    await pollUntil(ask, { deadlineMs, what: `200 from ${url}`, signal: this.#ended.signal });
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The process and what it started. */
  killGroup(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    process.kill(-pid, signal);
  }

  async stop(deadlineMs: number = DEFAULT_STOP_MS): Promise<Exit> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.killGroup('SIGKILL');
    }, deadlineMs);
    this.kill('SIGTERM');
    const exit = await this.exited;
    clearTimeout(timer);
    if (late) throw new Error(`process ${this.pid} did not stop within ${deadlineMs} ms\n${this.#output}`);
    return exit;
  }

  #keep(text: string): void {
    this.#output = (this.#output + text).slice(-KEPT_CHARACTERS);
    for (const look of [...this.#listeners]) look();
  }
}
