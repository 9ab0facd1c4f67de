// Requests on disk while no collector answers. Segments are files that are only appended to, read whole when the
// collector is back, and deleted when everything in them was taken. A crash of the process loses at most the record
// being written; what was sent from a segment that was not yet deleted is sent again, which stores do not mind. Nothing
// is forced out of the system's cache: a power failure loses what was in there. One process a directory.
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TracingError } from '@spoor/core';
import type { Request } from '../reporter/request.ts';
import { readRecords, recordOf } from './record.ts';

const SUFFIX = '.spool';
const NUMBER_DIGITS = 12;
/** Also what replaying one segment holds in memory. */
const SEGMENT_BYTES = 8 * 1024 * 1024;
/** A full spool makes room by whole segments: they must be few of many. */
const MIN_SEGMENTS = 8;

interface Segment {
  readonly path: string;
  bytes: number;
}

/** What was in a segment that was read. */
export interface Replay {
  readonly path: string;
  readonly requests: readonly Request[];
  /** Stretches that could not be read. */
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
  /** The segment that was read and is not done with. */
  #reading: Segment | null = null;
  #nextNumber = 1;
  #bytes = 0;

  constructor(options: SpoolOptions) {
    const { maxBytes, segmentBytes = SEGMENT_BYTES } = options;
    this.#options = options;
    this.#segmentBytes = Math.min(segmentBytes, Math.ceil(maxBytes / MIN_SEGMENTS));
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
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX)).sort();
      for (const name of names) {
        const path = join(directory, name);
        const bytes = (await stat(path)).size;
        this.#segments.push({ path, bytes });
        this.#bytes += bytes;
        this.#nextNumber = Math.max(this.#nextNumber, Number.parseInt(name, 10) + 1 || 1);
      }
      await this.#tryWriting();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new TracingError('CONFIG_INVALID', `--reporter.spool.directory=${directory}: ${why}`, { cause });
    }
  }

  /**
   * Appends `request`. `onEvicted` hears of each segment that has to go for it, oldest first: its spans are lost. Throws
   * what the file system says; then nothing was appended.
   */
  async append(request: Request, onEvicted: (segment: Replay) => void): Promise<void> {
    const record = recordOf(request);
    while (this.#bytes + record.length > this.#options.maxBytes) {
      const oldest = this.#segments.find((segment) => segment !== this.#reading);
      if (oldest === undefined) break;
      onEvicted(await this.#take(oldest));
      await rm(oldest.path, { force: true });
    }
    await this.#write(record);
  }

  /**
   * The oldest segment, which stays until `done`; null when there is none. Throws what the file system says; the
   * segment is then forgotten, so that it does not stand in the way of the others, and its file left to the operator.
   */
  async read(): Promise<Replay | null> {
    const [segment] = this.#segments;
    if (segment === undefined) return null;
    if (this.#segments.length === 1) await this.#closeFile();
    try {
      const records = readRecords(await readFile(segment.path));
      this.#reading = segment;
      return { path: segment.path, ...records };
    } catch (error) {
      this.#forget(segment.path);
      throw error;
    }
  }

  /** Deletes a segment that was read. */
  async done({ path }: Replay): Promise<void> {
    this.#forget(path);
    await rm(path, { force: true });
  }

  /** What is there stays for the next process. */
  async close(): Promise<void> {
    await this.#closeFile();
  }

  async #tryWriting(): Promise<void> {
    const path = join(this.#options.directory, 'probe');
    await (await open(path, 'w')).close();
    await rm(path);
  }

  /** Reads a segment for the last time, as far as it can be read. */
  async #take(segment: Segment): Promise<Replay> {
    if (segment === this.#segments.at(-1)) await this.#closeFile();
    const records = await readFile(segment.path).then(readRecords, () => ({ requests: [], damaged: 1 }));
    this.#forget(segment.path);
    return { path: segment.path, ...records };
  }

  #forget(path: string): void {
    const at = this.#segments.findIndex((segment) => segment.path === path);
    const [segment] = at < 0 ? [] : this.#segments.splice(at, 1);
    if (segment === undefined) return;
    this.#bytes -= segment.bytes;
    if (segment === this.#reading) this.#reading = null;
  }

  async #write(record: Uint8Array): Promise<void> {
    const segment = await this.#writable(record.length);
    const file = this.#file!;
    try {
      await file.appendFile(record);
    } catch (error) {
      // A part of the record may be there. Readers pass it over, but it takes space.
      await file.truncate(segment.bytes).catch(() => this.#closeFile());
      throw error;
    }
    segment.bytes += record.length;
    this.#bytes += record.length;
  }

  /** The segment to append `bytes` to, with its file open. */
  async #writable(bytes: number): Promise<Segment> {
    const last = this.#segments.at(-1);
    if (this.#file !== null && last !== undefined && last.bytes + bytes <= this.#segmentBytes) return last;
    await this.#closeFile();
    const name = String(this.#nextNumber++).padStart(NUMBER_DIGITS, '0') + SUFFIX;
    const segment = { path: join(this.#options.directory, name), bytes: 0 };
    this.#file = await open(segment.path, 'ax', 0o600);
    this.#segments.push(segment);
    return segment;
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }
}
