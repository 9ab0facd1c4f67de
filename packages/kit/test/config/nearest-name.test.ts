import { expect, test } from 'vitest';
import { nearestName } from '../../src/config/nearest-name.ts';

const FLAGS = ['collector.otlp.grpc.host-port', 'collector.otlp.http.host-port', 'log-level', 'memory.max-traces'];

test.each([
  ['loglevel', 'log-level'],
  ['log-levle', 'log-level'],
  ['collector.otlp.gprc.host-port', 'collector.otlp.grpc.host-port'],
  ['collector.otlp.htp.hostport', 'collector.otlp.http.host-port'],
  ['max-traces', 'memory.max-traces'],
])('%s is nearest to %s', (name, nearest) => {
  expect(nearestName(name, FLAGS)).toBe(nearest);
});

test('among equals the first is chosen', () => {
  expect(nearestName('ac', ['aa', 'ab'])).toBe('aa');
});

test.each(['nope', 'SAMPLING_CONFIG_TYPE', 'q'])('nothing is near to %s', (name) => {
  expect(nearestName(name, ['ack', ...FLAGS])).toBeNull();
});

test('without candidates there is none', () => {
  expect(nearestName('x', [])).toBeNull();
});
