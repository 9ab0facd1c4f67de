// Loaders of the recorded answers of Jaeger; what they are is written in golden/README.md.
import { readdirSync, readFileSync } from 'node:fs';

const GOLDEN: URL = new URL('../../golden/', import.meta.url);

export interface GoldenAnswer {
  /** HTTP. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** gRPC: the name of the code, e.g. `OK`. */
  readonly grpcCode?: string;
  readonly grpcMessage?: string;
  readonly responseHex?: string;
}

export interface GoldenPage {
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

/** Trace ids as Jaeger prints them. */
export type GoldenPages = Readonly<Record<string, GoldenPage>>;

const FAMILIES = {
  otlp: ['otlp-grpc', 'otlp-http-proto', 'otlp-http-json'],
  jaeger: ['grpc-api_v2', 'http-thrift', 'udp-compact', 'udp-binary', 'udp-zipkin'],
  zipkin: ['zipkin-v1-json', 'zipkin-v1-thrift', 'zipkin-v2-json', 'zipkin-v2-proto'],
} as const;

export type GoldenFamily = keyof typeof FAMILIES;
export type GoldenProtocol = (typeof FAMILIES)[GoldenFamily][number];

export interface GoldenIngestCase {
  readonly name: string;
  readonly description: string;
  /** Library and version that made the payload. */
  readonly producer: string;
  readonly protocol: GoldenProtocol;
  readonly method: string;
  readonly path: string;
  /** UDP: the port it was sent to; 0 for the others. */
  readonly port: number;
  /** '' = no such header. */
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly grpcCompression: string;
  /** To be sent in this order. */
  readonly payloads: readonly Uint8Array[];
  /** Of 1.76.0 and of 2.20.0, one per payload. */
  readonly answers: readonly GoldenAnswer[];
  readonly answers220: readonly GoldenAnswer[];
  readonly v1: GoldenPages;
  readonly raw: GoldenPages;
  readonly v1Skew10s: GoldenPages;
  /** Files of the original corpus that Jaeger does not repeat, e.g. `v1.json`. */
  readonly unstable: readonly string[];
}

export interface GoldenQueryCase {
  readonly name: string;
  readonly method: string;
  /** Exact request target, percent-encoding included. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly answer: {
    readonly status: number;
    readonly contentType: string;
    readonly headers: Readonly<Record<string, string>>;
    /** JSON, or text, or null for the UI page, whose text is not recorded. */
    readonly body: unknown;
    readonly isPage: boolean;
  };
}

/** All recorded payloads of a family of protocols, sorted by name. */
export function goldenIngestCases(family: GoldenFamily): GoldenIngestCase[] {
  const protocols: readonly string[] = FAMILIES[family];
  const folder = new URL('ingest/', GOLDEN);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const cases = files.sort().map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as PackedIngestCase);
  return cases
    .filter(({ protocol }) => protocols.includes(protocol))
    .map((packed) => ({
      ...packed,
      port: packed.port ?? 0,
      payloads: packed.payloads.map((text) => Uint8Array.from(Buffer.from(text, 'base64'))),
    }));
}

interface PackedIngestCase extends Omit<GoldenIngestCase, 'payloads' | 'port'> {
  readonly payloads: readonly string[];
  readonly port?: number;
}

/** The wrong requests to the v1 JSON API. */
export function goldenQueryCases(): GoldenQueryCase[] {
  const lines = readFileSync(new URL('query-wrong-requests.jsonl', GOLDEN), 'utf8').trimEnd().split('\n');
  return lines.map((line) => queryCaseOf(JSON.parse(line) as PackedQueryCase));
}

interface PackedQueryCase {
  readonly request: {
    readonly name: string;
    readonly method: string;
    readonly target: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly answer: {
    readonly status: number;
    readonly contentType: string | null;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly bodyText?: string;
    readonly bodyIs?: string;
  };
}

function queryCaseOf({ request, answer }: PackedQueryCase): GoldenQueryCase {
  const { body } = request;
  return {
    name: request.name,
    method: request.method,
    target: request.target,
    headers: request.headers ?? {},
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    answer: {
      status: answer.status,
      contentType: answer.contentType ?? '',
      headers: answer.headers ?? {},
      body: answer.body ?? answer.bodyText ?? null,
      isPage: answer.bodyIs !== undefined,
    },
  };
}
