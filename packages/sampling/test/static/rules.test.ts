// What a strategies file means where no recording shows it.
import { describe, expect, test } from 'vitest';
import { startedSampling, strategiesFile } from '../support/started-sampling.ts';

async function of(file: unknown, defaultSamplingProbability = 0.001) {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  return startedSampling({ strategiesFile: strategiesFile(text).path, defaultSamplingProbability });
}

const operations = (...names: readonly string[]) =>
  names.map((operation) => ({ operation, type: 'probabilistic', param: 0.2 }));

describe('operations', () => {
  test('an empty list is as good as none', async () => {
    const { json } = await of({ default_strategy: { type: 'probabilistic', param: 0.5, operation_strategies: [] } });
    expect(await json('any')).toBe('{"strategyType":"PROBABILISTIC","probabilisticSampling":{"samplingRate":0.5}}');
  });

  test('those with rate limiting are skipped, even if none is left', async () => {
    const { json, lines } = await of({
      default_strategy: {
        type: 'probabilistic',
        param: 0.5,
        operation_strategies: [{ operation: 'a', type: 'ratelimiting', param: 3 }],
      },
    });
    expect(await json('any')).toContain('"perOperationStrategies":[],');
    expect(lines('warn').join()).toContain(
      'default_strategy.operation_strategies[0].type: an operation cannot be rate limiting, only probabilistic; it is skipped',
    );
  });

  test('one of an unknown type gets the default probability', async () => {
    const { json } = await of(
      {
        default_strategy: {
          type: 'ratelimiting',
          param: 1,
          operation_strategies: [{ operation: 'a', type: 'remote', param: 3 }],
        },
      },
      0.25,
    );
    expect(await json('any')).toContain(
      '"perOperationStrategies":[{"operation":"a","probabilisticSampling":{"samplingRate":0.25}}]',
    );
  });

  test('of the default strategy, a service keeps its own of the same name', async () => {
    const { json } = await of({
      default_strategy: { type: 'probabilistic', param: 0.5, operation_strategies: operations('a', 'b') },
      service_strategies: [
        {
          service: 's',
          type: 'probabilistic',
          param: 0.8,
          operation_strategies: [{ operation: 'b', type: 'probabilistic', param: 1 }],
        },
      ],
    });
    const parsed = JSON.parse(await json('s'));
    expect(parsed.operationSampling.perOperationStrategies).toEqual([
      { operation: 'b', probabilisticSampling: { samplingRate: 1 } },
      { operation: 'a', probabilisticSampling: { samplingRate: 0.2 } },
    ]);
  });

  test('a service with rate limiting inherits those of the default strategy with its default probability', async () => {
    const { json } = await of({
      default_strategy: { type: 'probabilistic', param: 0.5, operation_strategies: operations('a') },
      service_strategies: [{ service: 's', type: 'ratelimiting', param: 8 }],
    });
    expect(JSON.parse(await json('s'))).toMatchObject({
      strategyType: 'RATE_LIMITING',
      operationSampling: { defaultSamplingProbability: 0.5, perOperationStrategies: [{ operation: 'a' }] },
    });
  });
});

describe('odd values are read as Jaeger reads them, with a warning:', () => {
  test.each([
    [{ type: 'probabilistic', param: 2 }, '"samplingRate":2', '.param: 2 is not a probability'],
    [{ type: 'probabilistic', param: -1 }, '"samplingRate":-1', '.param: -1 is not a probability'],
    [{ type: 'Probabilistic', param: 1 }, '"samplingRate":0.001', '.type: "Probabilistic" is no type'],
    [{}, '"samplingRate":0.001', '.type: "" is no type'],
    [{ type: 'ratelimiting', param: 2.9 }, '"maxTracesPerSecond":2}', '2.9 is taken as 2'],
    [{ type: 'ratelimiting', param: -2 }, '"maxTracesPerSecond":-2}', '-2 traces a second make no sense'],
    [{ type: 'ratelimiting', param: 40_000 }, '"maxTracesPerSecond":40000}', 'more than 32767 cannot be told'],
    [{ type: 'ratelimiting', param: 1e12 }, '"maxTracesPerSecond":2147483647}', 'is taken as 2147483647'],
  ])('%j', async (strategy, body, warning) => {
    const { json, lines } = await of({ service_strategies: [{ service: 's', ...strategy }] });
    expect(await json('s')).toContain(body);
    expect(lines('warn').join('\n')).toContain(`service_strategies[0]`);
    expect(lines('warn').join('\n')).toContain(warning);
  });

  test('a service that is there twice: the last one counts', async () => {
    const strategies = [1, 0.5].map((param) => ({ service: 's', type: 'probabilistic', param }));
    const { json, lines } = await of({ service_strategies: strategies });
    expect(await json('s')).toContain('"samplingRate":0.5');
    expect(lines('warn').join()).toContain('service_strategies[1].service: "s" was there before');
  });

  test('a service without a name is for clients without one', async () => {
    const { json, lines } = await of({ service_strategies: [{ type: 'probabilistic', param: 1 }] });
    expect(await json('')).toContain('"samplingRate":1');
    expect(lines('warn').join()).toContain('service_strategies[0].service: no name is given');
  });

  test('a mistake that is repeated is logged twenty times, and then counted', async () => {
    const strategies = Array.from({ length: 30 }, (_, i) => ({ service: `s${i}`, type: 'probabilistic', param: 9 }));
    const { lines } = await of({ service_strategies: strategies });
    expect(lines('warn').length).toBe(21);
    expect(lines('warn').at(-1)).toContain('10 more like these');
  });
});

describe('as Go reads JSON,', () => {
  test.each([
    [
      'names of members are in any case',
      '{"Default_Strategy":{"TYPE":"probabilistic","Param":1}}',
      '"samplingRate":1}',
    ],
    ['null is absent', '{"default_strategy":{"type":"ratelimiting","param":null}}', '"maxTracesPerSecond":0}'],
    ['the whole may be null', 'null', '"samplingRate":0.001}'],
    ['unknown members are passed over', '{"x":[1,{"y":2}]}', '"samplingRate":0.001}'],
  ])('%s', async (_rule, text, body) => {
    const { json } = await of(text);
    expect(await json('any')).toContain(body);
  });

  test('what is no UTF-8 becomes U+FFFD', async () => {
    const bytes = Buffer.from(
      '{"service_strategies":[{"service":"a\xff","type":"probabilistic","param":1}]}',
      'latin1',
    );
    const { json } = await startedSampling({ strategiesFile: strategiesFile(bytes).path });
    expect(await json('a\ufffd')).toContain('"samplingRate":1}');
  });
});

test('services that are not in the file share one answer', async () => {
  const { provider } = await of({ service_strategies: [{ service: 's', type: 'probabilistic', param: 1 }] });
  expect(provider.strategy('a')).toBe(provider.strategy('b'));
  expect(provider.strategy('__proto__')).toBe(provider.strategy('a'));
  expect(provider.strategy('s')).not.toBe(provider.strategy('a'));
});
