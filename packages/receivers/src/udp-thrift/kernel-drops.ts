// Packets that the kernel dropped because a socket's buffer was full. Only Linux tells, in /proc/net/udp and udp6:
// one line a socket, its inode in the tenth column and its drops in the last.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Metrics } from '@spoor/core';

const TABLES = ['/proc/net/udp', '/proc/net/udp6'];
const OWN_FILES = '/proc/self/fd';

const LOCAL_ADDRESS = 1;
const INODE = 9;
const DROPS = 12;

export interface UdpSocketLine {
  readonly port: number;
  readonly inode: string;
  readonly drops: number;
}

/** The lines of one table; what is not a line of a socket is left out. */
export function parseUdpTable(text: string): UdpSocketLine[] {
  return text.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const port = Number.parseInt(columns[LOCAL_ADDRESS]?.split(':')[1] ?? '', 16);
    const drops = Number(columns[DROPS]);
    return Number.isNaN(port) || Number.isNaN(drops) ? [] : [{ port, inode: columns[INODE]!, drops }];
  });
}

/** The tables of this system, read once for everybody who asks within one turn of the event loop. */
export class UdpTables {
  #lines: readonly UdpSocketLine[] | null = null;

  read(): readonly UdpSocketLine[] {
    if (this.#lines === null) {
      this.#lines = TABLES.flatMap((path) => parseUdpTable(textOf(path)));
      queueMicrotask(() => {
        this.#lines = null;
      });
    }
    return this.#lines;
  }

  /** Of the sockets on `port` that belong to this process. */
  ownInodes(port: number): ReadonlySet<string> {
    const own = ownSockets();
    const lines = this.read().filter((line) => line.port === port && own.has(line.inode));
    return new Set(lines.map(({ inode }) => inode));
  }
}

const METRIC = 'spoor_udp_kernel_drops_total';
const HELP = 'UDP packets that the kernel dropped because the buffer of the socket was full';

/** Drops of one port; keeps the last reading once its socket is closed. */
export class KernelDrops {
  readonly #tables: UdpTables;
  readonly #metrics: Metrics;
  #inodes: ReadonlySet<string> = new Set();
  #drops = 0;

  constructor(tables: UdpTables, metrics: Metrics) {
    this.#tables = tables;
    this.#metrics = metrics;
  }

  /** From now on; the socket on `port` is bound. */
  watch(port: number): void {
    this.#inodes = this.#tables.ownInodes(port);
    this.#metrics.counterFrom(METRIC, HELP, () => this.read(), { port: String(port) });
  }

  /** So far; 0 where the system does not tell. */
  read(): number {
    if (this.#inodes.size > 0) {
      const lines = this.#tables.read().filter(({ inode }) => this.#inodes.has(inode));
      if (lines.length > 0) this.#drops = lines.reduce((sum, { drops }) => sum + drops, 0);
    }
    return this.#drops;
  }

  /** Takes the last reading. */
  end(): void {
    this.read();
    this.#inodes = new Set();
  }
}

/** Inodes of the sockets this process holds. */
function ownSockets(): ReadonlySet<string> {
  const inodes = new Set<string>();
  for (const name of namesIn(OWN_FILES)) {
    const inode = /^socket:\[(\d+)\]$/.exec(targetOf(`${OWN_FILES}/${name}`))?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  return inodes;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not Linux
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return ''; // closed meanwhile
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // not Linux, or without IPv6
  }
}
