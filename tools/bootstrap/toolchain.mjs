// What a clone needs before anything of it can run: dependencies and Node 24, both from npm. Runs on the
// host's Node (>= 20) with nothing installed, so it imports only node: modules. Progress goes to stderr:
// stdout belongs to whoever calls.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The Node that runs everything of ours; a real binary that npm brought. */
export const node24 = join(root, 'node_modules', '.bin', 'node');

const PNPM = 'pnpm@12.21.0';
const STAMP = join(root, 'node_modules', '.spoor-installed');

export class BootstrapError extends Error {}

/** Installs the locked dependencies unless the installed ones are already those of the lockfile. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(node24) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  note('installing dependencies and Node 24 (once; about a minute)');
  const result = spawnSync('npx', ['-y', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CI: 'true', npm_config_loglevel: 'error' },
  });
  if (result.error !== undefined || result.status !== 0) {
    const why = result.error === undefined ? `exit code ${result.status}` : result.error.message;
    throw new BootstrapError(`the dependencies could not be installed (${why}): is the npm registry reachable?`);
  }
  if (!existsSync(node24)) useHostNode();
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, wanted);
}

/** npm has Node itself for Linux only; elsewhere the host's must do. */
function useHostNode() {
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new BootstrapError(
      `npm carries no Node 24 for ${process.platform}-${process.arch}: install Node 24 or later and start again`,
    );
  }
  symlinkSync(process.execPath, node24);
}

/** Roles that can be started: folders of services/ with a main.ts. */
export function roles() {
  return readdirSync(join(root, 'services'))
    .filter((name) => existsSync(join(root, 'services', name, 'src', 'main.ts')))
    .sort();
}

/**
 * Measured: without them V8 collects the whole heap every few megabytes of payload, a third of the CPU, and
 * copies the spans of a large trace around while it is being answered.
 */
const NODE_FLAGS = ['--initial-old-space-size=256', '--max-semi-space-size=16'];

/** Program and arguments that run `role`, after installing and building what is missing. */
export function commandOf(role) {
  const known = roles();
  if (!known.includes(role)) {
    const said = role === '' ? 'no role given' : `there is no role '${role}'`;
    throw new BootstrapError(`${said}; usage: ./spoor ROLE [flags], where ROLE is one of: ${known.join(', ')}`);
  }
  ensureInstalled();
  return [node24, ...NODE_FLAGS, ensureBuilt(role)];
}

/** The file to run for `role`, built anew when a source is newer than what was built. */
function ensureBuilt(role) {
  const entry = join(root, 'services', role, 'dist', 'bundle', 'start.mjs');
  const stamp = join(root, 'services', role, 'dist', 'bundle', 'sources.txt');
  const sources = sourcesFingerprint();
  if (existsSync(entry) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return entry;
  note(`building ${role}`);
  execFileSync(node24, [join(root, 'tools', 'build', 'build.mjs'), role], { cwd: root, stdio: ['ignore', 2, 2] });
  writeFileSync(stamp, sources);
  return entry;
}

/** Paths and contents of all that goes into a bundle, as one hash. */
function sourcesFingerprint() {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(root, 'pnpm-lock.yaml')));
  for (const folder of ['packages', 'services', 'tools/build']) {
    for (const file of walk(join(root, folder))) hash.update(file);
  }
  return hash.digest('hex');
}

const SKIPPED = new Set(['node_modules', 'dist', 'test', 'golden']);

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield `${path}\n${createHash('sha256').update(readFileSync(path)).digest('hex')}\n`;
  }
}

export function note(message) {
  process.stderr.write(`spoor: ${message}\n`);
}

/** Runs `main`, turning a BootstrapError into one line and exit code 1. */
export function runTool(main) {
  try {
    main();
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error;
    note(error.message);
    process.exit(1);
  }
}
