import type { TraceQuery } from '@spoor/core';
import { collect, spanBuilder, testDeps } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { measuredStorage } from '../src/measured-storage.ts';
import { batchFor, callOf, down, memoryStore, scripted, started } from './support/stores.ts';

const QUERY: TraceQuery = { where: null, startMinUs: 0, startMaxUs: 2 ** 52, limit: null };
const of = (operation: string, result: string, role = 'primary') => ({ kind: 'memory', operation, result, role });

describe('measuredStorage', () => {
  test('counts, times and sizes answers under the names of 1.76', async () => {
    const { reader, writer, deps } = await started();
    await writer.write(batchFor(deps, [spanBuilder({ service: 'a' }), spanBuilder({ service: 'b' })]), callOf());
    await collect(reader.find(QUERY, callOf()));
    await reader.services(callOf());
    for (const operation of ['find_traces', 'get_services']) {
      expect(deps.metric('jaeger_storage_requests_total', of(operation, 'ok'))).toBe(1);
      expect(deps.metric('jaeger_storage_latency', of(operation, 'ok'))).toBe(1);
      expect(deps.metric('jaeger_storage_responses', { kind: 'memory', operation, role: 'primary' })).toBe(1);
    }
    expect(deps.metric('jaeger_storage_requests_total', of('get_trace', 'ok'))).toBe(0);
  });

  test('a failed read is an error and has no size', async () => {
    const { reader, deps } = await started();
    const aborted = AbortSignal.abort(down('gone'));
    await expect(reader.services({ signal: aborted, tenant: '' })).rejects.toThrow('gone');
    expect(deps.metric('jaeger_storage_requests_total', of('get_services', 'err'))).toBe(1);
    const responses = { kind: 'memory', operation: 'get_services', role: 'primary' };
    expect(deps.metric('jaeger_storage_responses', responses)).toBe(0);
  });

  test('an archive is measured apart', async () => {
    const { deps } = await started();
    const withArchive = { ...scripted('main', {}), archive: memoryStore(testDeps()) };
    const { archive } = measuredStorage(withArchive, 'memory', deps);
    await archive?.reader.services(callOf());
    expect(deps.metric('jaeger_storage_requests_total', of('get_services', 'ok', 'archive'))).toBe(1);
    expect(deps.metric('jaeger_storage_requests_total', of('get_services', 'ok'))).toBe(0);
  });

  test('everything else is the storage’s own', async () => {
    const log: string[] = [];
    const { deps } = await started();
    const inner = scripted('main', { health: { state: 'failed', detail: 'x' } }, log);
    const measured = measuredStorage(inner, 'memory', deps);
    await measured.start(new AbortController().signal);
    await measured.stop(10);
    expect(log).toEqual(['main start', 'main stop']);
    expect([measured.name, measured.writer, measured.dependencies, measured.archive, measured.health()]).toEqual([
      'main',
      inner.writer,
      null,
      null,
      { state: 'failed', detail: 'x' },
    ]);
  });
});
