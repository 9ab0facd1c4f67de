import { ComponentGraph, type ConfigsOf, commonConfig, createMetrics, loadConfig } from '@spoor/kit';
import { goldenMetrics, testDeps } from '@spoor/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { composeQuery, type QuerySpecs, service } from '../src/index.ts';

async function started(env: Readonly<Record<string, string>> = {}) {
  const args = ['--query.http-server.host-port=127.0.0.1:0', '--query.static-files=/does/not/exist'];
  const { configs } = await loadConfig({ ...service.specs, common: commonConfig(service.common) }, { args, env });
  const { logged, ...deps } = testDeps();
  const metrics = createMetrics();
  const graph = new ComponentGraph(
    composeQuery(configs as ConfigsOf<QuerySpecs>, { ...deps, metrics }),
    deps.logger,
    deps.clock,
  );
  await graph.start(1000);
  onTestFinished(async () => void (await graph.stop(1000)));
  const address = graph.components.find(({ name }) => name === 'http-query')?.health().detail ?? '';
  return { origin: `http://${address}`, metrics, logged, graph };
}

test('answers queries over an empty memory storage, and says that it stays empty', async () => {
  const { origin, logged } = await started();
  const answer = await fetch(`${origin}/api/services`);
  expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ total: 0, errors: null })]);
  const warnings = logged.filter(({ level }) => level === 'warn').map(({ message }) => message);
  expect(warnings).toContainEqual(expect.stringContaining('own store, which nothing writes to'));
});

test('a folder of static files that does not exist is a warning, and the page is our own', async () => {
  const { origin, logged } = await started();
  const page = await fetch(`${origin}/search`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await page.text()).toContain('<html');
  const lines = logged.map(({ level, message, fields: { folder } }) => [level, message, folder]);
  expect(lines).toContainEqual(['warn', expect.stringContaining('built-in page'), '/does/not/exist']);
});

test('another storage gets no such warning', async () => {
  const { logged } = await started({ SPAN_STORAGE_TYPE: 'blackhole' });
  expect(logged.filter(({ message }) => message.includes('SPAN_STORAGE_TYPE'))).toEqual([]);
});

test('the metrics of jaeger-query 1.76 are there, with their types and labels', async () => {
  const { metrics } = await started();
  const exposition = await metrics.render();
  const own = goldenMetrics('jaeger-query-1.76').filter(({ name }) => name !== service.buildInfoMetric);
  expect(own.length).toBeGreaterThan(0);
  for (const { name, type, labels } of own) {
    expect(exposition).toContain(`# TYPE ${name} ${type}\n`);
    const series = exposition.split('\n').find((line) => new RegExp(`^${name}(_count)?\\{`).test(line)) ?? '';
    const seen = Array.from(series.matchAll(/(\w+)="/g), (match) => match[1]);
    expect([name, seen.sort()]).toEqual([name, Object.keys(labels).sort()]);
  }
});
