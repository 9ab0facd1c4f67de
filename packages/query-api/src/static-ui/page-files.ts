// Where the page's files are: the folder of query.static-files, or our own small page.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Logger } from '@spoor/core';

export interface PageFiles {
  /** Holds `static/`. */
  readonly folder: string;
  /** index.html as it is on disk. */
  readonly template: string;
  readonly ours: boolean;
}

const MAX_INDEX_BYTES = 16 * 1024 * 1024;
/** Beside the sources, beside the compiled files, or inside a service's bundle. */
const OWN_FOLDERS = ['../../assets', './assets'];
const unzipped = promisify(gunzip);

/** A folder without a readable index.html is warned of, and our page stands in. */
export async function openPageFiles(folder: string, logger: Logger): Promise<PageFiles> {
  if (folder !== '') {
    const template = await readIndex(folder);
    if (template !== null) return { folder, template, ours: false };
    logger.warn('query.static-files holds no index.html; serving the built-in page', { folder });
  }
  const own = OWN_FOLDERS.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) =>
    existsSync(join(path, 'index.html')),
  );
  const template = own === undefined ? null : await readIndex(own);
  if (own === undefined || template === null) return { folder: '', template: '', ours: true };
  return { folder: own, template, ours: true };
}

async function readIndex(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8');
  } catch {
    return readZipped(join(folder, 'index.html.gz'));
  }
}

/** jaeger-ui's release archives carry it compressed. */
async function readZipped(path: string): Promise<string | null> {
  try {
    return (await unzipped(await readFile(path), { maxOutputLength: MAX_INDEX_BYTES })).toString();
  } catch {
    return null;
  }
}
