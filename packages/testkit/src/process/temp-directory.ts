import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TempDirectory {
  readonly path: string;
  /** Deletes it with all it holds; idempotent. */
  remove(this: void): Promise<void>;
}

/** A fresh, empty directory; whoever asked for it removes it. */
export async function tempDirectory(prefix = 'spoor-test-'): Promise<TempDirectory> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true });
  return { path, remove };
}
