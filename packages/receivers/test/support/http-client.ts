// node:http with what fetch hides: sockets, half-sent bodies and connections that are used again.
import { Agent, type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** The connection had served a request before. */
  readonly reused: boolean;
}

interface PostOptions {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpClient {
  post(body: Uint8Array | string, options?: PostOptions): Promise<HttpAnswer>;
  /** A request whose body the test writes. */
  open(options?: PostOptions): { readonly request: ClientRequest; readonly answer: Promise<HttpAnswer> };
}

/** One connection at a time unless `connections` says otherwise; protobuf unless headers say otherwise. */
export function httpClient(address: string, connections = 1): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  onTestFinished(() => agent.destroy());
  const [host, port] = address.split(':');
  const open: HttpClient['open'] = ({ path = '/v1/traces', method = 'POST', headers = {} } = {}) => {
    const sent = { 'content-type': 'application/x-protobuf', ...headers };
    const outgoing = request({ agent, host, port, path, method, headers: sent });
    return { request: outgoing, answer: answerTo(outgoing) };
  };
  return {
    open,
    post(body, options = {}) {
      const length = String(Buffer.byteLength(body));
      const { request: outgoing, answer } = open({
        ...options,
        headers: { 'content-length': length, ...options.headers },
      });
      outgoing.end(body);
      return answer;
    },
  };
}

function answerTo(outgoing: ClientRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const body = Buffer.concat(chunks);
        const { statusCode: status = 0, headers } = incoming;
        resolve({ status, headers, body, text: body.toString(), reused: outgoing.reusedSocket });
      });
    });
  });
}

export interface RawConnection {
  readonly socket: Socket;
  /** All that came, once the other side has closed. */
  readonly closed: Promise<string>;
  /** What came so far, once it holds `text`. */
  received(text: string): Promise<string>;
}

export function rawConnection(address: string): RawConnection {
  const [host = '', port = ''] = address.split(':');
  const socket = connect(Number(port), host);
  let seen = '';
  let onText: () => void = () => undefined;
  socket.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1');
    onText();
  });
  socket.on('error', () => undefined); // a cut connection also closes
  onTestFinished(() => void socket.destroy());
  return {
    socket,
    closed: new Promise((resolve) => socket.on('close', () => resolve(seen))),
    received: (text) =>
      new Promise((resolve) => {
        onText = () => {
          if (seen.includes(text)) resolve(seen);
        };
        onText();
      }),
  };
}
