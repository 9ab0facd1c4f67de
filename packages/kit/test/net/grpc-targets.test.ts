import { describe, expect, test } from 'vitest';
import { grpcTargets, targetHost, targetProblem } from '../../src/net/grpc-targets.ts';

test('targets are taken as written, but for blanks, empty ones and Go’s passthrough', () => {
  const entries = [' a:1', 'dns:///b:2', '', ' ', ':14250', 'passthrough:///c:3', 'unix:///run/x.sock', '[::1]:4'];
  expect(grpcTargets(entries)).toEqual([
    ...['a:1', 'dns:///b:2', 'localhost:14250', 'c:3', 'unix:///run/x.sock', '[::1]:4'],
  ]);
});

describe('the host that a certificate must name', () => {
  test.each([
    ['collector:14250', 'collector'],
    ['jaeger-collector.jaeger-infra.svc:14250', 'jaeger-collector.jaeger-infra.svc'],
    ['collector', 'collector'],
    ['dns:///collector:14250', 'collector'],
    ['dns://8.8.8.8/collector:14250', 'collector'],
    ['dns:collector:14250', 'collector'],
    ['10.0.0.1:14250', '10.0.0.1'],
    ['ipv4:10.0.0.1:14250', '10.0.0.1'],
    ['[::1]:14250', '::1'],
    ['::1', '::1'],
  ])('%s', (target, host) => {
    expect(targetHost(target)).toBe(host);
  });
});

test.each(['a:1', 'dns:///a:1', 'ipv4:1.2.3.4:5', 'unix:///run/x.sock'])('%s is fine', (target) => {
  expect(targetProblem(target)).toBeNull();
});
