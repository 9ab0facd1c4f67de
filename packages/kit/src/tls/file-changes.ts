// Tells when the content of some files changed, however they were replaced: written over, renamed into place, or
// (Kubernetes) reached through a link that now points elsewhere. Directories are watched, contents compared.
import { createHash } from 'node:crypto';
import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Replacing several files takes more than one event. */
const SETTLE_MS = 100;

export class FileChanges {
  readonly #paths: readonly string[];
  readonly #changed: () => void;
  readonly #watchers: FSWatcher[] = [];
  #poll: NodeJS.Timeout | undefined;
  #settling: NodeJS.Timeout | undefined;
  #seen: string;

  /** `pollMs` 0 relies on the watch alone. Neither keeps the process alive. */
  constructor(paths: readonly string[], pollMs: number, changed: () => void) {
    this.#paths = paths;
    this.#changed = changed;
    this.#seen = this.#digest();
    for (const directory of new Set(paths.map((path) => dirname(path)))) this.#watch(directory);
    if (pollMs > 0) this.#poll = setInterval(() => this.#compare(), pollMs).unref();
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
    clearInterval(this.#poll);
    clearTimeout(this.#settling);
  }

  #watch(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false }, () => this.#settle());
      watcher.on('error', () => watcher.close()); // the directory went away: polling, if any, goes on
      this.#watchers.push(watcher);
    } catch {
      // No watches left (inotify limit) or an unreadable directory: the interval still works.
    }
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#compare(), SETTLE_MS).unref();
  }

  #compare(): void {
    const digest = this.#digest();
    if (digest === this.#seen) return;
    this.#seen = digest;
    this.#changed();
  }

  #digest(): string {
    const hash = createHash('sha256');
    for (const path of this.#paths) {
      try {
        hash.update(readFileSync(path)).update('\n');
      } catch {
        hash.update('unreadable\n');
      }
    }
    return hash.digest('hex');
  }
}
