import { describe, expect, test } from 'vitest';
import { queryServer } from '../support/query-server.ts';

const TARGET = '/api/transform';

function otlp(traceIds: readonly string[]): string {
  const spans = traceIds.map((traceId, i) => ({
    traceId,
    spanId: String(i + 1).padStart(16, '0'),
    name: 'x',
    kind: 2,
    startTimeUnixNano: '1768471200000000000',
    endTimeUnixNano: '1768471200000005000',
    attributes: [{ key: 'z' }, { key: 'a', value: { arrayValue: { values: [{ intValue: '1' }] } } }],
  }));
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'up' } }] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'l' }, spans }] }] });
}

describe('an uploaded document', () => {
  test('comes back as un-adjusted traces in order of their first span', async () => {
    const { ask } = await queryServer();
    const [one, two] = ['1'.repeat(32), '2'.repeat(32)] as const;
    const answer = await ask(TARGET, { method: 'POST', body: otlp([one, two, one]) });
    const { data } = JSON.parse(answer.body);
    expect(data.map((trace: { traceID: string; spans: [] }) => [trace.traceID, trace.spans.length])).toEqual([
      [one, 2],
      [two, 1],
    ]);
    expect(data[0].spans[0].tags).toEqual([
      { key: 'otel.scope.name', type: 'string', value: 'l' },
      { key: 'z', type: 'string', value: '' },
      { key: 'a', type: 'string', value: '[1]' },
      { key: 'span.kind', type: 'string', value: 'server' },
    ]);
  });

  test('without spans is an empty list', async () => {
    const { ask } = await queryServer();
    const answer = await ask(TARGET, { method: 'POST', body: '{}' });
    expect(answer.body).toBe('{"data":[],"total":0,"limit":0,"offset":0,"errors":null}');
  });

  test('does not fill the names of the process', async () => {
    const { ask, deps } = await queryServer();
    await ask(TARGET, { method: 'POST', body: otlp(['1'.repeat(32)]) });
    expect(deps.names.size).toBe(0);
  });

  const bad = ['', '[]', '"x"', '5', '{"resourceSpans":', '{"resourceSpans":[5]}', '\u0000'];
  for (const body of bad) {
    test(`that is ${JSON.stringify(body)} is refused`, async () => {
      const { ask } = await queryServer();
      const answer = await ask(TARGET, { method: 'POST', body });
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body).errors[0].msg).toMatch(/^cannot unmarshal OTLP : ./);
    });
  }
});
