export {
  type AttributeInput,
  type AttributesInput,
  attributesOf,
  attributeValueOf,
  type DoubleInput,
  double,
} from './build/attributes.ts';
export { batchIn, batchOf } from './build/batch-of.ts';
export {
  type EventSpec,
  type LinkSpec,
  newSpanId,
  newTraceId,
  type ResourceSpec,
  type ScopeSpec,
  type SpanSpec,
  spanBuilder,
} from './build/span-builder.ts';
export { traceBuilder } from './build/trace-builder.ts';
export { collect } from './collect.ts';
export { type CaseGroup, type CaseName, type ContractCase, contractCases } from './contract/contract-cases.ts';
export { ContractFixture } from './contract/contract-fixture.ts';
export { ContractSession, type ContractSetup, storageContract } from './contract/storage-contract.ts';
export { type ExposedMetric, exposedMetrics } from './exposed-metrics.ts';
export { FakeClock } from './fake-clock.ts';
export { firstDifference } from './golden/first-difference.ts';
export {
  type GoldenAnswer,
  type GoldenFamily,
  type GoldenIngestCase,
  type GoldenPage,
  type GoldenPages,
  type GoldenProtocol,
  type GoldenQueryCase,
  goldenIngestCases,
  goldenQueryCases,
} from './golden/golden-cases.ts';
export {
  type GoldenBinary,
  type GoldenFlag,
  type GoldenMetric,
  goldenFlags,
  goldenMetrics,
} from './golden/golden-flags.ts';
export { isRecord, normalizeV1, type TagOrder } from './golden/normalize-v1.ts';
export {
  type GoldenSamplingCase,
  type GoldenSamplingGrpc,
  type GoldenSamplingHttp,
  type GoldenSamplingTarget,
  goldenSamplingCases,
} from './golden/sampling-cases.ts';
export { encodeSpans } from './otlp/encode-spans.ts';
export { otlpMessage } from './otlp/otlp-messages.ts';
export {
  and,
  attr,
  compare,
  durationOf,
  eq,
  exists,
  field,
  noneOf,
  not,
  oneOf,
  operationIs,
  or,
  regex,
  type ScalarInput,
  scalar,
  serviceIs,
  some,
  tag,
  timeOf,
} from './predicates.ts';
export { freePort, freePorts, freeUdpPorts } from './process/free-port.ts';
export { type Exit, type LaunchedProcess, type LaunchOptions, launch } from './process/launch.ts';
export { type PollOptions, pollUntil } from './process/poll-until.ts';
export { type TempDirectory, tempDirectory } from './process/temp-directory.ts';
export { randomPredicate, randomQuery } from './random/random-query.ts';
export { type RandomData, randomSpans, shuffled } from './random/random-spans.ts';
export { type SeededRandom, seededRandom } from './random/seeded-random.ts';
export { referenceStore } from './reference/reference-store.ts';
export { type LoggedLine, type TestDeps, testDeps } from './test-deps.ts';
