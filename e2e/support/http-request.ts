// One HTTP request exactly as given: no header of its own but Host, target not normalised. fetch would do
// otherwise.
import { type Agent, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpQuestion {
  readonly method: string;
  /** Path and query as they stand on the request line. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | null;
}

/** `base` like http://127.0.0.1:4318; without an agent the connection is not reused. Rejects with the socket's error when there is no whole answer. */
export function httpRequest(base: string, question: HttpQuestion, agent: Agent | false = false): Promise<HttpAnswer> {
  const { hostname, port } = new URL(base);
  const { method, target: path, headers = {}, body = null } = question;
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const entries = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
        resolve({ status: answer.statusCode ?? 0, headers: Object.fromEntries(entries), body: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}
