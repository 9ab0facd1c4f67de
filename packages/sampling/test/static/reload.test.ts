// Strategies that change while the process runs.
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sampling, startedSampling, strategiesFile, strategiesServer } from '../support/started-sampling.ts';

const rate = (param: number): string => JSON.stringify({ default_strategy: { type: 'probabilistic', param } });
const RELOAD = { strategiesReloadIntervalMs: 5_000 };

test('without an interval nothing is read again', async () => {
  const { timers } = await startedSampling({ strategiesFile: strategiesFile(rate(1)).path });
  expect(timers.isSet).toBe(false);
});

test('without a file there is nothing to reload', async () => {
  const { timers, json } = await startedSampling(RELOAD);
  expect(timers.isSet).toBe(false);
  expect(await json('any')).toContain('"samplingRate":0.001');
});

test('a changed file is used from the next reload on', async () => {
  const file = strategiesFile(rate(0.1));
  const { timers, json } = await startedSampling({ strategiesFile: file.path, ...RELOAD });
  file.write(rate(0.2));
  expect(await json('any')).toContain('"samplingRate":0.1');
  await timers.fire();
  expect(await json('any')).toContain('"samplingRate":0.2');
  expect(timers.delaysMs).toEqual([5_000, 5_000]);
});

test('an unchanged file is not used anew', async () => {
  const file = strategiesFile(rate(0.1));
  const { timers, provider, lines } = await startedSampling({ strategiesFile: file.path, ...RELOAD });
  const before = provider.strategy('any');
  file.write(rate(0.1));
  await timers.fire();
  expect(provider.strategy('any')).toBe(before);
  expect(lines('info')).toEqual(['sampling strategies read']);
});

describe('a change that cannot be used', () => {
  test('leaves the old strategies, and is logged once', async () => {
    const file = strategiesFile(rate(0.1));
    const { timers, json, lines, provider } = await startedSampling({ strategiesFile: file.path, ...RELOAD });
    file.write('{"default_strategy":');
    await timers.fire();
    await timers.fire();
    expect(await json('any')).toContain('"samplingRate":0.1');
    expect(lines('error')).toEqual([expect.stringContaining('the old ones stay: --sampling.strategies-file=')]);
    expect(provider.health()).toEqual({ state: 'ready', detail: expect.stringContaining('line 1, column 21') });
  });

  test('is over with the next good one', async () => {
    const file = strategiesFile(rate(0.1));
    const { timers, json, provider } = await startedSampling({ strategiesFile: file.path, ...RELOAD });
    file.write('nonsense');
    await timers.fire();
    file.write(rate(0.1));
    await timers.fire();
    expect(await json('any')).toContain('"samplingRate":0.1');
    expect(provider.health()).toEqual({ state: 'ready', detail: '' });
  });

  test('stays one when the file goes and comes back as bad as before', async () => {
    const file = strategiesFile(rate(0.1));
    const { timers, lines, provider } = await startedSampling({ strategiesFile: file.path, ...RELOAD });
    file.write('nonsense');
    await timers.fire();
    rmSync(file.path);
    await timers.fire();
    file.write('nonsense');
    await timers.fire();
    expect(lines('error').length).toBe(3);
    expect(provider.health().detail).toContain('line 1, column 1');
  });
});

test('a file that is gone for a while costs two lines and no strategy', async () => {
  const file = strategiesFile(rate(0.1));
  const { timers, json, lines, provider } = await startedSampling({ strategiesFile: file.path, ...RELOAD });
  rmSync(file.path);
  await timers.fire();
  await timers.fire();
  expect(await json('any')).toContain('"samplingRate":0.1');
  expect(provider.health().detail).toContain('ENOENT');
  file.write(rate(0.1));
  await timers.fire();
  expect(lines('error').length).toBe(1);
  expect(lines('info')).toContain('sampling strategies can be used again');
  expect(provider.health().detail).toBe('');
});

describe('a URL', () => {
  test('is downloaded and reloaded like a file', async () => {
    let text = rate(0.1);
    const url = await strategiesServer((_request, response) => response.end(text));
    const { timers, json } = await startedSampling({ strategiesFile: url, ...RELOAD });
    expect(await json('any')).toContain('"samplingRate":0.1');
    text = rate(0.2);
    await timers.fire();
    expect(await json('any')).toContain('"samplingRate":0.2');
  });

  test('that answers 503 means the default, at the start and later', async () => {
    let status = 503;
    const url = await strategiesServer((_request, response) => response.writeHead(status).end(rate(0.1)));
    const { timers, json, lines } = await startedSampling({ strategiesFile: url, ...RELOAD });
    expect(await json('any')).toContain('"samplingRate":0.001');
    status = 200;
    await timers.fire();
    expect(await json('any')).toContain('"samplingRate":0.1');
    status = 503;
    await timers.fire();
    expect(await json('any')).toContain('"samplingRate":0.001');
    const line = 'no sampling strategies there; every service gets the default';
    expect(lines('warn')).toEqual([line, line]);
  });

  test('that answers any other error later leaves the old strategies', async () => {
    let status = 200;
    const url = await strategiesServer((_request, response) => response.writeHead(status).end(rate(0.1)));
    const { timers, json } = await startedSampling({ strategiesFile: url, ...RELOAD });
    status = 404;
    await timers.fire();
    expect(await json('any')).toContain('"samplingRate":0.1');
  });

  test('is asked with the user and password that are in it', async () => {
    const seen: (string | undefined)[] = [];
    const url = await strategiesServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    await startedSampling({ strategiesFile: url.replace('//', '//user:p%40ss%zz@') });
    expect(seen).toEqual([`Basic ${Buffer.from('user:p%40ss%zz').toString('base64')}`]);
    await startedSampling({ strategiesFile: url.replace('//', '//user:p%40ss@') });
    expect(seen[1]).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
  });
});

describe('stopping', () => {
  test('cancels the next reload', async () => {
    const { timers, provider } = await startedSampling({ strategiesFile: strategiesFile(rate(1)).path, ...RELOAD });
    await provider.stop(0);
    expect(timers.isSet).toBe(false);
    expect(provider.health().state).toBe('stopped');
  });

  test('ends a download that is under way, without a line in the log', async () => {
    let asked: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let requests = 0;
    const url = await strategiesServer((_request, response) => {
      if (requests++ === 0) response.end(rate(1));
      else asked();
    });
    const { timers, provider, lines } = await startedSampling({ strategiesFile: url, ...RELOAD });
    void timers.fire();
    await waiting;
    await provider.stop(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines('error')).toEqual([]);
    expect(timers.isSet).toBe(false);
  });
});

test('before the start every service gets the default probability', async () => {
  const { json, provider } = sampling({
    strategiesFile: strategiesFile(rate(1)).path,
    defaultSamplingProbability: 0.5,
  });
  expect(await json('any')).toContain('"samplingRate":0.5');
  expect(provider.health().state).toBe('starting');
});
