// Where Spoor answers the recorded cases otherwise than Jaeger 1.76, each with its reason. An entry whose case agrees, or
// differs in another way, fails the replay.

/** resp = answer of the ingest endpoint; v1, raw = the trace read back; query = a wrong request. */
export type View = 'resp' | 'v1' | 'raw' | 'query';

export interface KnownDifference {
  readonly name: string;
  readonly views: readonly View[];
  /** The first difference of each of these views. */
  readonly difference: RegExp;
  /** Without tags of these keys, on either side, the answers agree. */
  readonly tags?: RegExp;
  readonly reason: string;
}

const READ: readonly View[] = ['v1', 'raw'];
const ALL: readonly View[] = ['resp', ...READ];

/** Jaeger refused the request and has no such trace. */
const ACCEPTED = /status: want (400, got 202|404, got 200)$/;
const STORED = /status: want 404, got 200$/;
const READABLE = /status: want 500, got 200$/;
const CLIENT_AT_FAULT = /grpcCode: want "INTERNAL", got "INVALID_ARGUMENT"$/;
const WITH_PEER = /(want "(ratio|span\.kind)", got "peer\.ipv[46]"|"peer\.ipv[46]".* is one too many)$/;

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...['otlp-short-trace-id', 'grpc-garbage', 'grpc-id-bad-span-length'].map((name) => ({
    name,
    views: ['resp'] as const,
    difference: CLIENT_AT_FAULT,
    reason: "a malformed message is the sender's to mend: INVALID_ARGUMENT with the byte offset, not INTERNAL",
  })),
  {
    name: 'http-thrift-gzip',
    views: ALL,
    difference: ACCEPTED,
    reason: '14268 takes the encodings that OTLP/HTTP takes, as 2.20 does',
  },
  {
    name: 'jaeger-double-nan',
    views: READ,
    difference: READABLE,
    reason: 'a tag that is not a number is shown as the text NaN instead of failing the whole answer',
  },
  {
    name: 'jaeger-negative-start',
    views: READ,
    difference: READABLE,
    reason: 'a start before 1970 is a negative number instead of failing the whole answer',
  },
  {
    name: 'jaeger-reference-unknown-type',
    views: ['v1'],
    difference: /warnings: want null, got \["clock skew adjustment disabled; .* delta of -1ms"\]$/,
    reason: 'a reference of unknown type is stored as the CHILD_OF that Jaeger shows it as: the span has a parent',
  },
  {
    name: 'udp-binary-on-compact-port',
    views: READ,
    difference: STORED,
    reason: 'the first byte of a datagram says which protocol it is: every UDP port takes both',
  },
  {
    name: 'udp-zipkin-no-service',
    views: READ,
    difference: STORED,
    reason: 'a span without a service is stored as unknown-service-name instead of losing the whole packet',
  },
  {
    name: 'java-brave-proto',
    views: ALL,
    difference: ACCEPTED,
    reason: 'Zipkin v2 protobuf with trace ids of 8 bytes, as Brave sends them, is accepted',
  },
  ...['node-zipkin-v1', 'py-zipkin-v1json', 'zipkin-v1-json-bool-value'].map((name) => ({
    name,
    views: ALL,
    difference: ACCEPTED,
    reason: 'Zipkin v1 JSON with boolean values, as zipkin-js and py_zipkin send it, is accepted',
  })),
  ...['go-jaeger-zipkin', 'py-zipkin-v1thrift', 'zipkin-v1-thrift-binary-annotations'].map((name) => ({
    name,
    views: READ,
    difference: WITH_PEER,
    tags: /^peer\./,
    reason: 'the address in sa, ca and ma of Zipkin v1 becomes peer tags, as it did up to 1.52',
  })),
  {
    name: 'zipkin-v1-json',
    views: READ,
    difference: WITH_PEER,
    reason: 'peer tags as above; a Zipkin v1 span reported by both sides becomes two spans, as it did up to 1.52',
  },
  {
    name: 'zipkin-v2-tags',
    views: READ,
    difference: /key: want "http\.path", got "host\.name"$/,
    tags: /^(host\.name|service\.version|telemetry\.sdk\.name)$/,
    reason:
      'Zipkin v2 tags that Jaeger moves to the process only of the first span of a service and drops on the others are kept',
  },
];
