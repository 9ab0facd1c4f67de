import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tempDirectory } from '@spoor/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { Spool } from '../../src/spool/spool.ts';
import { fillsOf } from '../support/requests.ts';

const WRITER: string = new URL('../support/spool-writer.ts', import.meta.url).pathname;

test('a process killed while it writes loses at most the request that was being written', async () => {
  const { path, remove } = await tempDirectory();
  onTestFinished(remove);
  const writer = spawn(process.execPath, ['--conditions=development', WRITER, path]);
  let printed = '';
  writer.stdout.on('data', (text: Buffer) => {
    printed += text.toString();
    if (printed.includes('\n500\n')) writer.kill('SIGKILL');
  });
  await once(writer, 'close');
  const written = printed.split('\n').length - 1;

  const spool = new Spool({ directory: path, maxBytes: 1024 ** 3 });
  await spool.open();
  const fills: number[] = [];
  for (let segment = await spool.read(); segment !== null; segment = await spool.read()) {
    fills.push(...fillsOf(segment.requests));
    await spool.done(segment);
  }
  expect(fills).toEqual(fills.map((_, i) => i % 256));
  expect(fills.length - written).toBeOneOf([0, 1]);
});
