import { NameTable, ServiceLabels } from '../../src/index.ts';
import { FakeTime, recordedMetrics } from './fakes.ts';

/** What the meters of the pipeline are given, on host h1. */
export function setUpMetering() {
  const names = new NameTable();
  const metrics = recordedMetrics();
  const clock = new FakeTime();
  return { names, metrics, clock, deps: { clock, metrics, services: new ServiceLabels(names), host: 'h1' } };
}
