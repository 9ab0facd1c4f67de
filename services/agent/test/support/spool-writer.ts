// A process that spools until it is killed: argument 1 is the directory. After every request it prints how many it wrote.
import { writeSync } from 'node:fs';
import { Spool } from '../../src/spool/spool.ts';
import { requestOf } from './requests.ts';

const spool = new Spool({ directory: process.argv[2]!, maxBytes: 1024 ** 3, segmentBytes: 64 * 1024 });
await spool.open();
for (let i = 0; ; i++) {
  await spool.append(requestOf(i, 1_000), () => undefined);
  writeSync(1, `${i + 1}\n`);
}
