// Bundles services with esbuild: services/ROLE/src/main.ts -> services/ROLE/dist/bundle/. Run by Node 24:
//   node tools/build/build.mjs [ROLE ...]      (all roles when none is named)
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { roles, root } from '../bootstrap/toolchain.mjs';

const named = process.argv.slice(2);
for (const role of named.length > 0 ? named : roles()) await bundle(role);

async function bundle(role) {
  const service = join(root, 'services', role);
  const out = join(service, 'dist', 'bundle');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: [join(service, 'src', 'main.ts')],
    outfile: join(out, 'main.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['development'],
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    logLevel: 'warning',
    define: { SPOOR_BUILD: JSON.stringify(JSON.stringify(buildInfo())) },
    // CommonJS dependencies call require for node's own modules.
    banner: {
      js: "import { createRequire as spoorRequire } from 'node:module'; const require = spoorRequire(import.meta.url);",
    },
  });
  // A file of its own, because the compile cache only serves modules loaded after it was enabled.
  writeFileSync(
    join(out, 'start.mjs'),
    "import { enableCompileCache } from 'node:module';\nenableCompileCache();\nawait import('./main.mjs');\n",
  );
  const assets = join(root, 'packages', 'query-api', 'assets');
  if (role !== 'admin' && existsSync(assets)) cpSync(assets, join(out, 'assets'), { recursive: true });
}

/** What `version` and the build_info metric say. */
function buildInfo() {
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  return {
    gitVersion: `v${version}`,
    gitCommit: git('rev-parse', 'HEAD'),
    buildDate: git('log', '-1', '--format=%cI'),
  };
}

function git(...args) {
  try {
    return execFileSync('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return ''; // an archive without history
  }
}
