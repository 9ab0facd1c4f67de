// SamplingStrategy as JSON, byte for byte as Jaeger prints it: no spaces, fixed order of keys, zeros present,
// absent sub-objects left out, texts escaped as Go's encoder does. Its numbers read as JavaScript's do.
import type { OperationSampling, SamplingStrategy } from '@spoor/core';
import { STRATEGY_TYPES } from './sampling-fields.ts';

/** `enumAs` name: as all v1 endpoints answer but the agent's `/`, which answers numbers. */
export function samplingJson(strategy: SamplingStrategy, enumAs: 'name' | 'number'): string {
  const type = enumAs === 'name' ? `"${strategy.type}"` : String(STRATEGY_TYPES.indexOf(strategy.type));
  let text = `{"strategyType":${type}`;
  if (strategy.samplingRate !== null) text += `,"probabilisticSampling":${rateObject(strategy.samplingRate)}`;
  if (strategy.maxTracesPerSecond !== null) {
    text += `,"rateLimitingSampling":{"maxTracesPerSecond":${strategy.maxTracesPerSecond}}`;
  }
  if (strategy.operations !== null) text += `,"operationSampling":${operationsObject(strategy.operations)}`;
  return `${text}}`;
}

function operationsObject(operations: OperationSampling): string {
  const list = operations.perOperation.map(
    ({ operation, samplingRate }) =>
      `{"operation":${goText(operation)},"probabilisticSampling":${rateObject(samplingRate)}}`,
  );
  return (
    `{"defaultSamplingProbability":${operations.defaultSamplingProbability}` +
    `,"defaultLowerBoundTracesPerSecond":${operations.defaultLowerBoundTracesPerSecond}` +
    `,"perOperationStrategies":[${list.join(',')}]` +
    `,"defaultUpperBoundTracesPerSecond":${operations.defaultUpperBoundTracesPerSecond}}`
  );
}

function rateObject(samplingRate: number): string {
  return `{"samplingRate":${samplingRate}}`;
}

/** Go also escapes what HTML and JavaScript could misread, and has no half surrogate pairs. */
function goText(text: string): string {
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
