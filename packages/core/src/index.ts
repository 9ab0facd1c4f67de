export {
  asTracingError,
  ERROR_CLASSES,
  type ErrorClass,
  type ErrorCode,
  TracingError,
  type TracingErrorOptions,
} from './errors.ts';
export { bytesOfHex, hexId, jaegerTraceId, ZERO_SPAN_ID, ZERO_TRACE_ID } from './ids.ts';
export type { Attribute, AttributeValue } from './model/attribute.ts';
export type { Rejected, SharedParts, SpanBatch, SpanColumns, SpanView } from './model/batch.ts';
export { jsonText } from './model/json-text.ts';
export { INVALID_NAME, NameTable, type NameTableLimits, NO_NAME } from './model/name-table.ts';
export { ownedBytes } from './model/owned-bytes.ts';
export type {
  AttributeOperand,
  Comparison,
  FieldOperand,
  Level,
  Operand,
  Predicate,
  Scalar,
  TraceLookup,
  TraceQuery,
} from './model/predicate.ts';
export type { OperationSampling, SamplingStrategy } from './model/sampling-strategy.ts';
export { SAMPLER_TYPES, samplerOf, TRAIT_DEBUG, TRAIT_ZIPKIN, traitsOf } from './model/span-traits.ts';
export {
  type DependencyLink,
  type Operation,
  type Resource,
  type Scope,
  type ServiceSummary,
  SPAN_KINDS,
  type Span,
  type SpanEvent,
  type SpanLink,
  STATUS_ERROR,
  type Trace,
  type TraceSummary,
} from './model/trace.ts';
export { ackEarly, type EarlyAckOptions, type EarlyQueue } from './pipeline/ack-early.ts';
export { Batcher, type BatcherOptions } from './pipeline/batcher.ts';
export { ByteBudget, overBudget } from './pipeline/byte-budget.ts';
export { heldBytes, joinBatches } from './pipeline/join-batches.ts';
export { type IntakeLabels, type MeteringDeps, meterIntake } from './pipeline/meter-intake.ts';
export { meterQueue, type QueueMetering } from './pipeline/meter-queue.ts';
export { meterReads, type ReadMeter, type ReadOperation } from './pipeline/meter-reads.ts';
export { meterSpanBytes, meterWrites } from './pipeline/meter-writes.ts';
export { pipe } from './pipeline/pipe.ts';
export { type RetryDeps, type RetryOptions, retrying } from './pipeline/retrying.ts';
export { selectRows } from './pipeline/select-rows.ts';
export { normalisedService, ServiceLabels } from './pipeline/service-labels.ts';
export { type OnRejected, writeTo } from './pipeline/write-to.ts';
export type { Call } from './ports/call.ts';
export type { Component, Health } from './ports/component.ts';
export type { ConfigCheck, ConfigField, ConfigSpec } from './ports/config.ts';
export type { Deps } from './ports/deps.ts';
export type { LogFields, Logger, LogLevel } from './ports/logger.ts';
export type { Cell, Histogram, Labels, Metrics } from './ports/metrics.ts';
export type { DependencyStore, SearchCapabilities, TimeRange, TraceReader } from './ports/reader.ts';
export type { SamplingAnswer, SamplingProvider } from './ports/sampling.ts';
export type { Processor, SpanSink, SpanWriter, WriteResult } from './ports/sink.ts';
export type { ReceiverFactory, StorageBackend, StoragePlugin } from './ports/storage.ts';
export { type Clock, nanosText, systemTimers, type Timers } from './time.ts';
