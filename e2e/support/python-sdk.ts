// Global setup: a Python environment with the OpenTelemetry SDK, made once and kept under e2e/.cache.
// Without Python the run fails: a client that was not tried must not look like one that works.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const E2E: string = join(import.meta.dirname, '..');
const REQUIREMENTS: string = join(E2E, 'python', 'requirements.txt');

/** One folder per set of requirements. */
const ENVIRONMENT: string = join(
  E2E,
  '.cache',
  `python-${createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12)}`,
);

export const PYTHON: string = join(ENVIRONMENT, 'bin', 'python');
export const SEND_CHECKOUT: string = join(E2E, 'python', 'send_checkout.py');

export default function setup(): void {
  const complete = join(ENVIRONMENT, 'complete');
  if (existsSync(complete)) return;
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  run('python3', ['-m', 'venv', ENVIRONMENT]);
  run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]);
  writeFileSync(complete, '');
}

function run(command: string, args: readonly string[]): void {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status === 0) return;
  const why = done.error?.message ?? `${done.stdout}${done.stderr}`;
  throw new Error(`the Python clients cannot be set up: ${command} ${args.join(' ')}: ${why}`);
}
