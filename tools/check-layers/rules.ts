// The rules of docs/ARCHITECTURE.md as functions from the workspace to violations.
import { posix } from 'node:path';
import type { Layer, SourceFile, WorkspacePackage } from './workspace.ts';

/** Packages that alone may import a driver. */
const DRIVER_OWNERS: Readonly<Record<string, readonly string[]>> = {
  express: ['@spoor/query-api', '@spoor/kit'],
  // kit holds what its users share: credentials and certificate reload. admin is a client of its own.
  '@grpc/grpc-js': ['@spoor/receivers', '@spoor/query-api', '@spoor/storage-grpc', '@spoor/kit', '@spoor/admin'],
  kafkajs: ['@spoor/transport-kafka'],
  '@elastic/elasticsearch': ['@spoor/storage-elasticsearch'],
  'cassandra-driver': ['@spoor/storage-cassandra'],
  winston: ['@spoor/kit'],
  'prom-client': ['@spoor/kit'],
};

/** Text that may stand in some files only: pattern, where it may, and why. */
const RESERVED: readonly { readonly pattern: RegExp; readonly allowed: RegExp; readonly why: string }[] = [
  {
    pattern: /\bprocess\.(env|argv)\b/,
    allowed: /^(packages\/kit\/src\/(config|lifecycle)\/|packages\/testkit\/|e2e\/|bench\/)/,
    why: "only kit's config reads the environment and the arguments",
  },
  { pattern: /\bconsole\./, allowed: /^bench\//, why: 'use the Logger, or the stream you were given' },
  {
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/,
    allowed: /^(packages\/kit\/src\/(system-clock|.*\/system-clock)\.ts|packages\/testkit\/|e2e\/|bench\/)/,
    why: 'wall-clock time comes from a Clock',
  },
  { pattern: /^export \* from/m, allowed: /^$/, why: 'exports are listed by name' },
];

export function violations(packages: readonly WorkspacePackage[]): string[] {
  const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));
  return packages.flatMap((pkg) => [
    ...layerViolations(pkg, byName),
    ...pkg.sources.flatMap((file) => [...importViolations(pkg, file, byName), ...reservedViolations(file)]),
    ...pkg.tests.flatMap((file) => deepImportViolations(file, byName)),
    ...cycleViolations(pkg),
  ]);
}

function layerViolations(pkg: WorkspacePackage, byName: ReadonlyMap<string, WorkspacePackage>): string[] {
  if (pkg.layer === null) return [`${pkg.folder}/package.json: "spoor": { "layer": … } is missing`];
  const found: string[] = [];
  for (const name of pkg.dependencies) {
    const target = byName.get(name);
    if (target !== undefined && !mayDependOn(pkg, target)) {
      found.push(`${pkg.folder}: layer ${pkg.layer} may not depend on ${name} (layer ${target.layer})`);
    }
  }
  return found;
}

function mayDependOn(from: WorkspacePackage, to: WorkspacePackage): boolean {
  if (from.layer === 'dev') return true;
  if (to.layer === 'dev') return false;
  // The one sideways edge: all-in-one is the other services' compositions in one process.
  if (from.name === '@spoor/all-in-one' && to.layer === 4) return true;
  return rank(to.layer) < rank(from.layer);
}

function rank(layer: Layer | null): number {
  return typeof layer === 'number' ? layer : Number.POSITIVE_INFINITY;
}

function importViolations(
  pkg: WorkspacePackage,
  file: SourceFile,
  byName: ReadonlyMap<string, WorkspacePackage>,
): string[] {
  const found = deepImportViolations(file, byName);
  for (const specifier of file.imports) {
    if (specifier.startsWith('node:')) continue;
    if (specifier.startsWith('.')) {
      const target = posix.join(posix.dirname(file.path), specifier);
      if (!target.startsWith(`${pkg.folder}/`)) found.push(`${file.path}: ${specifier} leaves the package`);
      continue;
    }
    const name = packageOf(specifier);
    const declared = [...pkg.dependencies, ...(pkg.layer === 'dev' ? pkg.devDependencies : [])];
    if (!declared.includes(name) && pkg.folder.includes('/')) {
      found.push(`${file.path}: ${name} is not a dependency in ${pkg.folder}/package.json`);
    }
    const owners = DRIVER_OWNERS[name];
    if (owners !== undefined && pkg.layer !== 'dev' && !owners.includes(pkg.name)) {
      found.push(`${file.path}: ${name} belongs to ${owners.join(', ')}`);
    }
  }
  return found;
}

function deepImportViolations(file: SourceFile, byName: ReadonlyMap<string, WorkspacePackage>): string[] {
  const found: string[] = [];
  for (const specifier of file.imports) {
    const target = byName.get(packageOf(specifier));
    if (target === undefined || specifier === target.name) continue;
    const subpath = `.${specifier.slice(target.name.length)}`;
    if (!target.exports.includes(subpath))
      found.push(`${file.path}: ${specifier} is not among the exports of ${target.name}`);
  }
  return found;
}

function reservedViolations(file: SourceFile): string[] {
  const code = withoutComments(file.text);
  return RESERVED.filter((rule) => rule.pattern.test(code) && !rule.allowed.test(file.path)).map(
    (rule) => `${file.path}: ${rule.pattern.source}: ${rule.why}`,
  );
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
}

/** 'a/b/c' of an import to the package it names. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Import cycles between the files of one package, each reported once. */
function cycleViolations(pkg: WorkspacePackage): string[] {
  const edges = new Map<string, string[]>();
  for (const file of pkg.sources) {
    const targets = file.imports.filter((specifier) => specifier.startsWith('.'));
    edges.set(
      file.path,
      targets.map((specifier) => posix.join(posix.dirname(file.path), specifier)),
    );
  }
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push(`${pkg.folder}: import cycle ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`);
      return;
    }
    state.set(path, 'open');
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
}
