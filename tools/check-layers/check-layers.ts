// Fails when the code breaks the layers of docs/ARCHITECTURE.md: node tools/check-layers/check-layers.ts
import { join } from 'node:path';
import { violations } from './rules.ts';
import { readWorkspace } from './workspace.ts';

const packages = readWorkspace(join(import.meta.dirname, '..', '..'));
const found = violations(packages);
for (const violation of found) console.error(violation);
console.log(`layers: ${packages.length} packages, ${found.length} violations`);
process.exitCode = found.length === 0 ? 0 : 1;
