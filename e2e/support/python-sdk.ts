// Global setup: Python environments with the clients under test, made once and kept under e2e/.cache.
// Without Python the run fails: a client that was not tried must not look like one that works.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const E2E: string = join(import.meta.dirname, '..');

/** One folder per set of requirements: some clients cannot live together. */
const CURRENT = 'requirements.txt';
const LEGACY = 'legacy-requirements.txt';
const THRIFT = 'thrift-requirements.txt';

function requirements(file: string): string {
  return join(E2E, 'python', file);
}

function environment(file: string): string {
  const hash = createHash('sha256')
    .update(readFileSync(requirements(file)))
    .digest('hex')
    .slice(0, 12);
  return join(E2E, '.cache', `python-${hash}`);
}

function interpreter(file: string): string {
  return join(environment(file), 'bin', 'python');
}

/** With today's OpenTelemetry SDK. */
export const PYTHON: string = interpreter(CURRENT);
/** With jaeger-client, the Jaeger exporters of OpenTelemetry and py-zipkin. */
export const LEGACY_PYTHON: string = interpreter(LEGACY);
/** With the last py_zipkin that sends thrift. */
export const THRIFT_PYTHON: string = interpreter(THRIFT);
export const SEND_CHECKOUT: string = join(E2E, 'python', 'send_checkout.py');
export const SEND_LEGACY_CHECKOUT: string = join(E2E, 'python', 'send_legacy_checkout.py');

export default function setup(): void {
  for (const file of [CURRENT, LEGACY, THRIFT]) install(file);
}

function install(file: string): void {
  const folder = environment(file);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return;
  rmSync(folder, { recursive: true, force: true });
  run('python3', ['-m', 'venv', folder]);
  run(interpreter(file), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements(file)]);
  writeFileSync(complete, '');
}

function run(command: string, args: readonly string[]): void {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status === 0) return;
  const why = done.error?.message ?? `${done.stdout}${done.stderr}`;
  throw new Error(`the Python clients cannot be set up: ${command} ${args.join(' ')}: ${why}`);
}
