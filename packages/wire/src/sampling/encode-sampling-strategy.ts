// SamplingStrategy as jaeger.api_v2.SamplingStrategyResponse, byte for byte as Jaeger sends it: fields ascending,
// numbers that are zero left out, a sub-message of zeros sent empty.
import type { OperationSampling, SamplingStrategy } from '@spoor/core';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import {
  DEFAULT_LOWER_BOUND,
  DEFAULT_PROBABILITY,
  DEFAULT_UPPER_BOUND,
  MAX_TRACES_PER_SECOND,
  OPERATION,
  OPERATION_PROBABILISTIC,
  OPERATIONS,
  PER_OPERATION,
  PROBABILISTIC,
  RATE_LIMITING,
  SAMPLING_RATE,
  STRATEGY_TYPE,
  STRATEGY_TYPES,
} from './sampling-fields.ts';

/** `maxTracesPerSecond` must be a whole number of 32 bits. */
export function encodeSamplingStrategy(strategy: SamplingStrategy): Uint8Array {
  const w = new ProtoWriter(128);
  const type = STRATEGY_TYPES.indexOf(strategy.type);
  if (type !== 0) w.uint(STRATEGY_TYPE, type);
  if (strategy.samplingRate !== null) writeProbabilistic(w, PROBABILISTIC, strategy.samplingRate);
  if (strategy.maxTracesPerSecond !== null) {
    const rateLimiting = w.open(RATE_LIMITING);
    if (strategy.maxTracesPerSecond !== 0) w.int(MAX_TRACES_PER_SECOND, strategy.maxTracesPerSecond);
    w.close(rateLimiting);
  }
  if (strategy.operations !== null) writeOperations(w, strategy.operations);
  return w.finish();
}

function writeOperations(w: ProtoWriter, operations: OperationSampling): void {
  const message = w.open(OPERATIONS);
  writeDouble(w, DEFAULT_PROBABILITY, operations.defaultSamplingProbability);
  writeDouble(w, DEFAULT_LOWER_BOUND, operations.defaultLowerBoundTracesPerSecond);
  for (const { operation, samplingRate } of operations.perOperation) {
    const item = w.open(PER_OPERATION);
    if (operation !== '') w.text(OPERATION, operation);
    writeProbabilistic(w, OPERATION_PROBABILISTIC, samplingRate);
    w.close(item);
  }
  writeDouble(w, DEFAULT_UPPER_BOUND, operations.defaultUpperBoundTracesPerSecond);
  w.close(message);
}

function writeProbabilistic(w: ProtoWriter, field: number, samplingRate: number): void {
  const message = w.open(field);
  writeDouble(w, SAMPLING_RATE, samplingRate);
  w.close(message);
}

function writeDouble(w: ProtoWriter, field: number, value: number): void {
  if (value !== 0) w.double(field, value);
}
