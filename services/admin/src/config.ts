// What can be set on the admin commands.
import type { ConfigSpec } from '@spoor/core';

export interface LoadgenConfig {
  /** `grpc` or `http`. */
  readonly transport: string;
  readonly endpoint: string;
  /** Spans a second; 0 = as fast as answers come. */
  readonly rate: number;
  /** 0 = no end in time. */
  readonly durationMs: number;
  /** 0 = no end in spans. */
  readonly spans: number;
  readonly batchSpans: number;
  /** Requests in flight. */
  readonly concurrency: number;
  readonly seed: number;
  readonly timeoutMs: number;
  /** `name=value`. */
  readonly headers: readonly string[];
}

/** A name or an address, IPv6 in brackets. */
const HOST_PORT = /^(\[[0-9a-f:.%]+\]|[\w.-]+):\d{1,5}$/i;
const MAX_COUNT = 1_000_000_000_000;

export const loadgenConfig: ConfigSpec<LoadgenConfig> = {
  title: 'Load generator',
  fields: {
    transport: { flag: 'transport', type: 'string', default: 'grpc', help: 'How to send: grpc or http (protobuf).' },
    endpoint: {
      flag: 'endpoint',
      type: 'string',
      default: '',
      help: 'host:port to send to; none is localhost:4317 for grpc and localhost:4318 for http.',
    },
    rate: {
      flag: 'rate',
      type: 'int',
      default: 0,
      min: 0,
      max: MAX_COUNT,
      help: 'Spans a second; 0 sends the next request as soon as one was answered.',
    },
    durationMs: {
      flag: 'duration',
      type: 'duration',
      default: 10_000,
      min: 0,
      help: 'How long to send; 0 is no end in time.',
    },
    spans: {
      flag: 'spans',
      type: 'int',
      default: 0,
      min: 0,
      max: MAX_COUNT,
      help: 'How many spans to send at least, in whole requests; 0 is no end in number.',
    },
    batchSpans: {
      flag: 'batch-spans',
      type: 'int',
      default: 100,
      min: 1,
      max: 100_000,
      help: 'Spans a request, as nearly as whole traces allow.',
    },
    concurrency: {
      flag: 'concurrency',
      type: 'int',
      default: 4,
      min: 1,
      max: 10_000,
      help: 'Requests in flight at once.',
    },
    seed: {
      flag: 'seed',
      type: 'int',
      default: 1,
      min: 0,
      max: 2 ** 32 - 1,
      help: 'The same seed makes the same traces; only their times differ.',
    },
    timeoutMs: {
      flag: 'timeout',
      type: 'duration',
      default: 10_000,
      min: 1,
      help: 'How long to wait for the answer to a request.',
    },
    headers: {
      flag: 'headers',
      type: 'strings',
      default: [],
      help: 'Headers (metadata) of each request, name=value, e.g. x-tenant=acme.',
    },
  },
  check: ({ transport, endpoint, durationMs, spans, headers }) => ({
    errors: [
      ...(transport === 'grpc' || transport === 'http'
        ? []
        : [`--transport=${transport} is unknown; take grpc or http`]),
      ...(endpoint === '' || HOST_PORT.test(endpoint) ? [] : [`--endpoint=${endpoint} is not host:port`]),
      ...headers.filter((header) => header.indexOf('=') < 1).map((header) => `--headers=${header} is not name=value`),
    ],
    warnings:
      durationMs === 0 && spans === 0 ? ['neither --duration nor --spans is set: sending until interrupted'] : [],
  }),
};
