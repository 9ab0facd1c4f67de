// Writes docs/reference/{flags,errors,metrics,ports}.md from what the code says. `--check` writes nothing and
// fails when a file on disk differs: node --conditions=development tools/docs/generate.ts [--check]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from './documents.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'reference');
const check = process.argv.includes('--check');
let stale = 0;
mkdirSync(folder, { recursive: true });
for (const [name, text] of await documents()) {
  const path = join(folder, name);
  if (!check) writeFileSync(path, text);
  else if (read(path) !== text) {
    stale++;
    console.error(`docs/reference/${name} is not what the code says: run pnpm docs (or npm run docs) and commit it`);
  }
}
if (check) console.log(`reference: ${stale} stale`);
process.exitCode = stale === 0 ? 0 : 1;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
