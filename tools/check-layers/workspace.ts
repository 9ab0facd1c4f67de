// Reads the workspace as check-layers sees it: packages, their declared layer and dependencies, and the
// import specifiers of every source file.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** 0..4, or 'dev' for what only tests, benches and tools may use. */
export type Layer = number | 'dev';

export interface SourceFile {
  /** From the workspace root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

export interface WorkspacePackage {
  readonly name: string;
  /** Folder from the workspace root. */
  readonly folder: string;
  readonly layer: Layer | null;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly exports: readonly string[];
  readonly sources: readonly SourceFile[];
  readonly tests: readonly SourceFile[];
}

export function readWorkspace(root: string): WorkspacePackage[] {
  const folders = ['packages', 'services'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => `${group}/${name}`),
  );
  return [...folders, 'bench', 'e2e'].sort().map((folder) => readPackage(root, folder));
}

interface Manifest {
  readonly name: string;
  readonly spoor?: { readonly layer?: Layer };
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly exports?: Record<string, unknown>;
}

function readPackage(root: string, folder: string): WorkspacePackage {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const isDev = manifest.spoor?.layer === 'dev' && !folder.startsWith('packages/');
  return {
    name: manifest.name,
    folder,
    layer: manifest.spoor?.layer ?? null,
    dependencies: Object.keys(manifest.dependencies ?? {}),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
    exports: Object.keys(manifest.exports ?? {}),
    sources: readSources(root, isDev ? folder : `${folder}/src`),
    tests: isDev ? [] : readSources(root, `${folder}/test`),
  };
}

function readSources(root: string, folder: string): SourceFile[] {
  let paths: string[];
  try {
    paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return paths
    .filter((path) => /\.m?ts$/.test(path) && !/(^|\/)(node_modules|dist|\.cache)\//.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, folder, path), 'utf8');
      return { path: relative(root, join(root, folder, path)).replaceAll('\\', '/'), text, imports: importsOf(text) };
    });
}

const IMPORT =
  /(?:^|[\s;])(?:import|export)\s+(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Specifiers of static, dynamic, type-only and re-exporting imports. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '');
}
