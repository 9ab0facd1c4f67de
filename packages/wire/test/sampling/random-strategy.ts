import type { SamplingStrategy } from '@spoor/core';
import fc from 'fast-check';

const rate = fc
  .oneof(fc.constantFrom(0, 1, 0.001, 1e-7, 1e-6, 1e21, -1), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => value + 0); // no -0: Jaeger leaves zeros out, whatever their sign
const text = fc.string({ unit: 'binary', maxLength: 60 });

/** Any that can be sent. */
export const randomStrategy: fc.Arbitrary<SamplingStrategy> = fc.record({
  type: fc.constantFrom('PROBABILISTIC', 'RATE_LIMITING'),
  samplingRate: fc.option(rate),
  maxTracesPerSecond: fc.option(fc.oneof(fc.constantFrom(0, 1, -1, 32_767, 32_768, -32_769), fc.integer())),
  operations: fc.option(
    fc.record({
      defaultSamplingProbability: rate,
      defaultLowerBoundTracesPerSecond: rate,
      defaultUpperBoundTracesPerSecond: rate,
      perOperation: fc.array(fc.record({ operation: text, samplingRate: rate }), { maxLength: 5 }),
    }),
  ),
});
