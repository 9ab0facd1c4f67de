// Loader of what Jaeger answered for a sampling strategies file; what it is is written in golden/README.md.
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER: URL = new URL('../../golden/sampling/', import.meta.url);

/** jaeger-agent 1.62 in front of the collector, the collector of 1.76, and 2.20 with a default probability of 1. */
export type GoldenSamplingTarget = 'agent-1.62' | 'collector-1.76' | 'jaeger-2.20';

export interface GoldenSamplingHttp {
  readonly target: GoldenSamplingTarget;
  readonly method: string;
  /** Request target as sent. */
  readonly path: string;
  readonly status: number;
  /** Null = no such header. */
  readonly contentType: string | null;
  readonly bodyText: string;
}

export interface GoldenSamplingGrpc {
  readonly target: GoldenSamplingTarget;
  readonly service: string;
  /** A SamplingStrategyResponse; all were answered OK. */
  readonly response: Uint8Array;
}

export interface GoldenSamplingCase {
  readonly name: string;
  /** The file's text; null = none was configured. */
  readonly strategies: string | null;
  readonly http: readonly GoldenSamplingHttp[];
  readonly grpc: readonly GoldenSamplingGrpc[];
}

/** All recorded files, sorted by name. */
export function goldenSamplingCases(): GoldenSamplingCase[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => {
    const packed = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as PackedCase;
    return {
      name: file.slice(0, -'.json'.length),
      strategies: packed.strategies,
      http: packed.answers.filter((answer) => 'path' in answer),
      grpc: packed.answers.flatMap((answer) => ('path' in answer ? [] : [grpcOf(answer)])),
    };
  });
}

interface PackedGrpc {
  readonly target: GoldenSamplingTarget;
  readonly requestService: string;
  readonly responseBase64: string;
}

interface PackedCase {
  readonly strategies: string | null;
  readonly answers: readonly (GoldenSamplingHttp | PackedGrpc)[];
}

function grpcOf({ target, requestService, responseBase64 }: PackedGrpc): GoldenSamplingGrpc {
  return { target, service: requestService, response: Uint8Array.from(Buffer.from(responseBase64, 'base64')) };
}
