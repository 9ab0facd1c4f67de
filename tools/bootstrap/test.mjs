// `npm test`: everything that runs without real backends and without a browser. Says first what it will
// run, and last `N passed, N failed`. Arguments go to vitest (a path or -t NAME narrows the run).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureInstalled, node24, root, runTool } from './toolchain.mjs';

runTool(() => {
  ensureInstalled();
  announce();
  const scratch = mkdtempSync(join(tmpdir(), 'spoor-test-'));
  const report = join(scratch, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const run = spawnSync(
    node24,
    [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const { passed, failed } = counts(report, run.status);
  rmSync(scratch, { recursive: true, force: true });
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exit(run.status === 0 && failed === 0 ? 0 : 1);
});

function announce() {
  const folders = process.argv.includes('--config')
    ? [dirname(process.argv[process.argv.indexOf('--config') + 1])]
    : [...children('packages'), ...children('services'), 'tools'];
  const suites = folders.map((folder) => [folder, testFiles(join(root, folder))]).filter(([, files]) => files > 0);
  process.stdout.write(`Suites (test files): ${suites.map(([folder, files]) => `${folder} (${files})`).join(', ')}\n`);
}

function children(group) {
  return readdirSync(join(root, group))
    .sort()
    .map((name) => `${group}/${name}`);
}

function testFiles(folder) {
  let files = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) files += testFiles(join(folder, entry.name));
    else if (entry.name.endsWith('.test.ts')) files++;
  }
  return files;
}

/** A suite that did not even load counts as one failure: it must never look like a pass. */
function counts(report, status) {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = result.numFailedTests + broken;
  return { passed: result.numPassedTests, failed: failed === 0 && status !== 0 ? 1 : failed };
}
