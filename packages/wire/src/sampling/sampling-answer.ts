import type { SamplingAnswer, SamplingStrategy } from '@spoor/core';
import { encodeSamplingStrategy } from './encode-sampling-strategy.ts';
import { samplingJson } from './sampling-json.ts';

/** Of the thrift struct behind the old form. */
const MIN_INT16 = -0x8000;
const MAX_INT16 = 0x7fff;

/** A strategy in every form it is sent in. */
export function samplingAnswer(strategy: SamplingStrategy): SamplingAnswer {
  const traces = strategy.maxTracesPerSecond ?? 0;
  const hasOldForm = traces >= MIN_INT16 && traces <= MAX_INT16;
  return {
    proto: encodeSamplingStrategy(strategy),
    json: bytesOf(samplingJson(strategy, 'name')),
    legacyJson: hasOldForm ? bytesOf(samplingJson(strategy, 'number')) : null,
  };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
