// TLS on every door, with certificates asked of clients; an agent that reaches such a collector; certificates that are
// replaced on disk while connections stand.
import { createSocket } from 'node:dgram';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { Agent as HttpsAgent, request } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { pollUntil, type TempDirectory, tempDirectory } from '@spoor/testkit';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startAgent } from './support/agent.ts';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import {
  type Certificate,
  CertificateAuthority,
  replaceCertificate,
  type TlsIdentity,
} from './support/certificates.ts';
import { GrpcCaller } from './support/grpc-call.ts';
import { scrapeSum } from './support/scrape.ts';
import { udpPacket } from './support/udp-packet.ts';

const DEADLINE_MS = 15_000;
const PREFIXES = ['grpc', 'http', 'zipkin', 'otlp.grpc', 'otlp.http'].map((door) => `collector.${door}`);
const WITH_TLS = [...PREFIXES, 'query.http', 'admin.http'];
const POST_SPANS = '/jaeger.api_v2.CollectorService/PostSpans';
const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

interface HttpDoor {
  readonly port: string;
  readonly base: () => string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

const HTTP_DOORS: readonly HttpDoor[] = [
  { port: '14268', base: () => server.jaegerHttp, method: 'GET', path: '/api/sampling?service=x', status: 200 },
  { port: '9411', base: () => server.zipkin, method: 'POST', path: '/api/v2/spans', status: 202 },
  { port: '4318', base: () => server.otlpHttp, method: 'POST', path: '/v1/traces', status: 200 },
  { port: '16686', base: () => server.query, method: 'GET', path: '/api/services', status: 200 },
  { port: '14269', base: () => server.admin, method: 'GET', path: '/', status: 200 },
];

const GRPC_DOORS: readonly { readonly port: string; readonly target: () => string; readonly path: string }[] = [
  { port: '14250', target: () => server.jaegerGrpc, path: POST_SPANS },
  { port: '4317', target: () => server.otlpGrpc, path: EXPORT },
];

let folder: TempDirectory;
let authority: CertificateAuthority;
let serverCertificate: Certificate;
let clientCertificate: Certificate;
let server: AllInOne;
let client: TlsIdentity;
let nobody: TlsIdentity;
let stranger: TlsIdentity;

beforeAll(async () => {
  folder = await tempDirectory();
  authority = new CertificateAuthority(folder.path, 'authority');
  serverCertificate = authority.issue('first');
  clientCertificate = authority.issue('client');
  client = authority.identity(clientCertificate);
  nobody = authority.identity();
  const elsewhere = new CertificateAuthority(folder.path, 'elsewhere').issue('stranger');
  stranger = { ...authority.identity(elsewhere) };
  const flags = WITH_TLS.flatMap((prefix) => [
    `--${prefix}.tls.enabled`,
    `--${prefix}.tls.cert=${serverCertificate.certPath}`,
    `--${prefix}.tls.key=${serverCertificate.keyPath}`,
    `--${prefix}.tls.client-ca=${authority.caPath}`,
  ]);
  server = await startAllInOne(flags, 'log');
});
afterAll(async () => {
  await server?.process.stop();
  await folder?.remove();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly socket: TLSSocket;
}

/** Rejects when the connection is refused, which TLS 1.3 says only after the handshake. */
function ask(door: HttpDoor, identity: TlsIdentity, agent: HttpsAgent | false = false): Promise<Answer> {
  const { hostname, port } = new URL(door.base());
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const { method, path } = door;
    const sent = request({ ...identity, hostname, port, method, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      const socket = answer.socket as TLSSocket;
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString(), socket }),
      );
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? (door.port === '4318' ? '{}' : '[]') : undefined);
  });
}

describe.each(HTTP_DOORS)('the HTTP door $port', (door) => {
  test('a client with a certificate gets through', async () => {
    expect(await ask(door, client)).toMatchObject({ status: door.status });
  });

  test.each([
    ['without a certificate', () => nobody],
    ['with a certificate of another authority', () => stranger],
  ] as const)('one %s is refused', async (_title, identityOf) => {
    await expect(ask(door, identityOf())).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_SSL|ECONNRESET/) });
  });

  test('one without TLS gets no answer', async () => {
    await expect(fetch(door.base() + door.path)).rejects.toThrow('fetch failed');
  });
});

describe.each(GRPC_DOORS)('the gRPC door $port', ({ target, path }) => {
  async function codeFor(options: { readonly tls?: TlsIdentity }): Promise<string> {
    const caller = new GrpcCaller(target(), options);
    const { code } = await caller.call(path, new Uint8Array(0));
    caller.close();
    return code;
  }

  test('a client with a certificate gets through', async () => {
    expect(await codeFor({ tls: client })).toBe('OK');
  });

  test.each([
    ['without a certificate', () => ({ tls: nobody })],
    ['with a certificate of another authority', () => ({ tls: stranger })],
    ['without TLS', () => ({})],
  ] as const)('one %s is refused', async (_title, optionsOf) => {
    expect(await codeFor(optionsOf())).toBe('UNAVAILABLE');
  });
});

describe('an agent', () => {
  const CONNECTED = 'jaeger_agent_connection_status_collector_connected';

  async function agentOf(flags: readonly string[]): Promise<{ udp: number; admin: string }> {
    const tls = ['--reporter.grpc.tls.enabled', `--reporter.grpc.tls.ca=${authority.caPath}`];
    const agent = await startAgent(server.jaegerGrpc, [...tls, ...flags]);
    onTestFinished(async () => {
      agent.process.kill('SIGKILL');
      await agent.process.exited;
    });
    return { udp: agent.udp[6832]!, admin: agent.admin };
  }

  async function send(port: number, service: string): Promise<void> {
    const socket = createSocket('udp4');
    onTestFinished(() => void socket.close());
    const packet = udpPacket({ service, traceId: 1n, spans: 3, startMs: Date.now(), tagBytes: 10 });
    await new Promise((resolve) => socket.send(packet, port, '127.0.0.1', resolve));
  }

  test('with a certificate reaches the collector', async () => {
    const { udp } = await agentOf([
      `--reporter.grpc.tls.cert=${clientCertificate.certPath}`,
      `--reporter.grpc.tls.key=${clientCertificate.keyPath}`,
    ]);
    await send(udp, 'behind-tls');
    const services = HTTP_DOORS.find(({ port }) => port === '16686')!;
    const isListed = async (): Promise<true | null> =>
      (await ask(services, client)).text.includes('"behind-tls"') ? true : null;
    await pollUntil(isListed, { deadlineMs: DEADLINE_MS, what: 'the service' });
  });

  test('without one keeps its spans', async () => {
    const { udp, admin } = await agentOf([]);
    await send(udp, 'nobody');
    const isWaiting = async (): Promise<true | null> =>
      (await scrapeSum(admin, 'spoor_agent_backlog_spans')) === 3 ? true : null;
    await pollUntil(isWaiting, { deadlineMs: DEADLINE_MS, what: 'three spans in the backlog' });
    expect(await scrapeSum(admin, CONNECTED)).toBe(0);
  });
});

/** Whose certificate a new connection is shown. */
function shownTo(identity: TlsIdentity, address: string): Promise<string> {
  const [host, port] = address.split(':') as [string, string];
  return new Promise((resolve, reject) => {
    const socket = connect({ ...identity, host, port: Number(port), ALPNProtocols: ['h2', 'http/1.1'] }, () => {
      resolve(nameOf(socket));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

function nameOf(socket: TLSSocket): string {
  return String(socket.getPeerCertificate().subject.CN);
}

function http2(target: string): Promise<ClientHttp2Session> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`https://${target}`, client, () => resolve(session));
    session.on('error', reject);
  });
}

function ping(session: ClientHttp2Session): Promise<void> {
  return new Promise((resolve, reject) => {
    session.ping((error) => (error === null ? resolve() : reject(error)));
  });
}

// The last: from here on the server shows another certificate.
describe('certificates replaced on disk', () => {
  const agent = new HttpsAgent({ keepAlive: true, maxSockets: 1 });
  const sessions: ClientHttp2Session[] = [];
  afterAll(() => {
    agent.destroy();
    for (const session of sessions) session.destroy();
  });

  test('new connections see the new one, open ones go on', async () => {
    const before = await Promise.all(HTTP_DOORS.map((door) => ask(door, client, agent)));
    expect(before.map(({ socket }) => nameOf(socket))).toEqual(HTTP_DOORS.map(() => 'first'));
    for (const { target } of GRPC_DOORS) sessions.push(await http2(target()));

    replaceCertificate(serverCertificate, authority.issue('second'));
    const doors = [...HTTP_DOORS.map(({ base }) => new URL(base()).host), ...GRPC_DOORS.map(({ target }) => target())];
    for (const address of doors) {
      const isNew = async (): Promise<true | null> => ((await shownTo(client, address)) === 'second' ? true : null);
      await pollUntil(isNew, { deadlineMs: DEADLINE_MS, what: `the second certificate at ${address}` });
    }

    const after = await Promise.all(HTTP_DOORS.map((door) => ask(door, client, agent)));
    expect(after.map(({ status }) => status)).toEqual(HTTP_DOORS.map(({ status }) => status));
    expect(after.map(({ socket }, n) => socket === before[n]!.socket)).toEqual(HTTP_DOORS.map(() => true));
    await Promise.all(sessions.map(ping));
    for (const { path, target } of GRPC_DOORS) {
      const caller = new GrpcCaller(target(), { tls: client });
      expect((await caller.call(path, new Uint8Array(0))).code).toBe('OK');
      caller.close();
    }
  });
});
