// A TCP proxy whose line can be cut: open connections are reset and new ones refused until it is mended. To the client
// it is a server that was killed, without the server losing what it holds.
import { connect, createServer, type Server, type Socket } from 'node:net';

export class CuttableProxy {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #port = 0;

  /** `target` is host:port. */
  constructor(target: string) {
    const [host, port] = target.split(':') as [string, string];
    this.#server = createServer((client) => this.#join(client, connect({ host, port: Number(port) })));
  }

  /** host:port; the same after every mend. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Listens, for the first time or again after a cut. */
  async mend(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    const bound = this.#server.address();
    if (bound !== null && typeof bound === 'object') this.#port = bound.port;
  }

  /** Resolves when nothing listens any more. */
  async cut(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#open) socket.resetAndDestroy();
    await closed;
  }

  #join(client: Socket, upstream: Socket): void {
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#open.add(from);
      from.pipe(to);
      // Its end is told by close.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#open.delete(from);
        to.destroy();
      });
    }
  }
}
