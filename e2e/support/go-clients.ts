// Global setup: jaeger-client-go, built once into e2e/.cache. Without Go the run fails: a client that was not
// tried must not look like one that works.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const E2E: string = join(import.meta.dirname, '..');

/** Of the machine: npm has none. */
const GO = 'go';

export const GO_CLIENTS: string = join(E2E, '.cache', 'go-clients');

export default function setup(): void {
  mkdirSync(join(E2E, '.cache'), { recursive: true });
  const done = spawnSync(GO, ['build', '-o', GO_CLIENTS, '.'], {
    cwd: join(E2E, 'go'),
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' },
  });
  if (done.status === 0) return;
  throw new Error(`the Go clients cannot be built: ${done.error?.message ?? `${done.stdout}${done.stderr}`}`);
}
