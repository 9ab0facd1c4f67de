// Requests on disk while no collector answers. Segments are files that are only appended to, read whole when the
// collector is back, and deleted when everything in them was taken; a crash loses at most the record being written and
// may send what was sent before again, which stores do not mind. One process a directory.
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TracingError } from '@spoor/core';
import type { Request } from '../reporter/request.ts';
import { readRecords, recordOf } from './record.ts';

const SUFFIX = '.spool';
const NUMBER_DIGITS = 12;
/** Also what replaying one segment holds in memory. */
const SEGMENT_BYTES = 8 * 1024 * 1024;

interface Segment {
  readonly path: string;
  bytes: number;
}

/** What was read from a segment, for `done` once it was sent. */
export interface Replay {
  readonly path: string;
  readonly requests: readonly Request[];
  /** Records that could not be read. */
  readonly damaged: number;
}

export interface SpoolOptions {
  readonly directory: string;
  readonly maxBytes: number;
  /** Smaller in tests. */
  readonly segmentBytes?: number;
}

/** Calls are serialised by the caller: one at a time. */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #segmentBytes: number;
  /** Oldest first; the last one grows while `#file` is open. */
  readonly #segments: Segment[] = [];
  #file: FileHandle | null = null;
  #nextNumber = 1;
  #bytes = 0;

  constructor(options: SpoolOptions) {
    this.#options = options;
    this.#segmentBytes = Math.min(options.segmentBytes ?? SEGMENT_BYTES, options.maxBytes);
  }

  /** On disk. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#segments.length === 0;
  }

  /** Finds what an earlier process left. Throws CONFIG_INVALID for a directory that is no use. */
  async open(): Promise<void> {
    const { directory } = this.#options;
    try {
      await mkdir(directory, { recursive: true });
      const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX)).sort();
      for (const name of names) {
        const path = join(directory, name);
        const bytes = (await stat(path)).size;
        this.#segments.push({ path, bytes });
        this.#bytes += bytes;
        this.#nextNumber = Math.max(this.#nextNumber, Number.parseInt(name, 10) + 1 || 1);
      }
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new TracingError('CONFIG_INVALID', `--reporter.spool.directory=${directory}: ${why}`, { cause });
    }
  }

  /**
   * Appends `request`. Answers the segments that had to go for it, oldest first, as they were read: their spans are
   * lost. Throws what the file system says; then nothing was appended.
   */
  async append(request: Request): Promise<readonly Replay[]> {
    const record = recordOf(request);
    const evicted: Replay[] = [];
    while (this.#bytes + record.length > this.#options.maxBytes && this.#segments.length > 0) {
      evicted.push(await this.#evict());
    }
    const segment = await this.#writable(record.length);
    const file = this.#file!;
    try {
      await file.appendFile(record);
    } catch (error) {
      await file.truncate(segment.bytes).catch(() => undefined); // a torn end is passed over when read
      throw error;
    }
    segment.bytes += record.length;
    this.#bytes += record.length;
    return evicted;
  }

  /** The oldest segment, which stays until `done`; null when there is none. Throws what the file system says. */
  async read(): Promise<Replay | null> {
    const [segment] = this.#segments;
    if (segment === undefined) return null;
    if (this.#segments.length === 1) await this.#closeFile();
    return { path: segment.path, ...readRecords(await readFile(segment.path)) };
  }

  /** Deletes a segment that was read. */
  async done(replay: Replay): Promise<void> {
    const at = this.#segments.findIndex(({ path }) => path === replay.path);
    if (at < 0) return; // evicted meanwhile
    const [segment] = this.#segments.splice(at, 1);
    this.#bytes -= segment!.bytes;
    await rm(replay.path, { force: true });
  }

  /** What is there stays for the next process. */
  async close(): Promise<void> {
    await this.#closeFile();
  }

  async #evict(): Promise<Replay> {
    const [oldest] = this.#segments;
    if (this.#segments.length === 1) await this.#closeFile();
    const lost = { path: oldest!.path, ...readRecords(await readFile(oldest!.path)) };
    await this.done(lost);
    return lost;
  }

  /** The segment to append `bytes` to, with its file open. */
  async #writable(bytes: number): Promise<Segment> {
    const last = this.#segments.at(-1);
    if (this.#file !== null && last !== undefined && last.bytes + bytes <= this.#segmentBytes) return last;
    await this.#closeFile();
    const name = String(this.#nextNumber++).padStart(NUMBER_DIGITS, '0') + SUFFIX;
    const segment = { path: join(this.#options.directory, name), bytes: 0 };
    this.#file = await open(segment.path, 'ax');
    this.#segments.push(segment);
    return segment;
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }
}
