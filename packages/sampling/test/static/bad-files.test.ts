// What ends the start: the error names the flag, the file, the place and the cure.
import { describe, expect, test } from 'vitest';
import { sampling, strategiesFile, strategiesServer } from '../support/started-sampling.ts';

async function startProblem(location: string): Promise<string> {
  const { provider } = sampling({ strategiesFile: location });
  const error: unknown = await provider.start(new AbortController().signal).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
  const { message } = error as Error;
  const prefix = `--sampling.strategies-file=${location.replace('user:secret@', '')}: `;
  expect(message.startsWith(prefix), message).toBe(true);
  return message.slice(prefix.length);
}

describe('a file', () => {
  test.each([
    ['', 'line 1, column 1: expected a value, found the end at byte 0'],
    [
      '{\n  "default_strategy": {\n    "type": "probabilistic",\n  }\n}',
      'line 4, column 3: default_strategy: expected a string, found } at byte 57',
    ],
    ['{} {}', 'line 1, column 4: expected the end, found { at byte 3'],
    ['{"default_strategy":{"type":"ü" 1}}', 'line 1, column 33: default_strategy.type: expected "," or "}", found 1'],
    ['[]', 'the document must be an object, and is []'],
    ['{"default_strategy":[1]}', 'default_strategy must be an object, and is [1]'],
    ['{"service_strategies":{}}', 'service_strategies must be a list, and is {}'],
    ['{"service_strategies":[null]}', 'service_strategies[0] must be an object, and is null'],
    ['{"service_strategies":[{"service":7}]}', 'service_strategies[0].service must be a text, and is 7'],
    ['{"service_strategies":[{},{"param":"0.5"}]}', 'service_strategies[1].param must be a number, and is "0.5"'],
    ['{"default_strategy":{"param":1e400}}', 'default_strategy.param is too large a number'],
    [
      '{"default_strategy":{"operation_strategies":[{"operation":{}}]}}',
      'default_strategy.operation_strategies[0].operation must be a text, and is {}',
    ],
  ])('with %j', async (text, problem) => {
    expect(await startProblem(strategiesFile(text).path)).toContain(problem);
  });

  test('that is not there', async () => {
    expect(await startProblem('/no/such/file.json')).toBe(
      'cannot be read (ENOENT); give the path of a JSON file that this process may read',
    );
  });

  test('that is a folder', async () => {
    expect(await startProblem('/')).toContain('cannot be read (EISDIR)');
  });

  test('that is larger than 16 MiB', async () => {
    const { path } = strategiesFile(new Uint8Array(16 * 1024 * 1024 + 1));
    expect(await startProblem(path)).toBe('is larger than 16777216 bytes; leave out what no client asks for');
  });

  test('whose answers would be many times its size', async () => {
    const operations = Array.from({ length: 4_000 }, (_, i) => ({
      operation: `op${i}`,
      type: 'probabilistic',
      param: 1,
    }));
    const services = Array.from({ length: 1_000 }, (_, i) => ({ service: `s${i}`, type: 'probabilistic', param: 1 }));
    const text = JSON.stringify({
      default_strategy: { type: 'probabilistic', param: 1, operation_strategies: operations },
      service_strategies: services,
    });
    expect(await startProblem(strategiesFile(text).path)).toMatch(
      /^service_strategies\[\d+\]: the answers would take more than 268435456 bytes/,
    );
  });
});

describe('a URL', () => {
  test.each([404, 500, 204, 301])('that answers %i', async (status) => {
    const url = await strategiesServer((_request, response) => response.writeHead(status).end());
    expect(await startProblem(`${url}/`)).toBe(
      `answers HTTP ${status} instead of 200; correct the URL or mend the server`,
    );
  });

  test('where nobody listens', async () => {
    expect(await startProblem('http://127.0.0.1:1/')).toMatch(
      /^cannot be downloaded \(.*(ECONNREFUSED|bad port).*\); correct the URL or mend the server$/,
    );
  });

  test('that does not answer within a second', async () => {
    const url = await strategiesServer(() => undefined);
    expect(await startProblem(`${url}/`)).toContain('(no answer within 1000 ms)');
  });

  test('whose answer never ends', async () => {
    const url = await strategiesServer((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    expect(await startProblem(`${url}/`)).toBe('is larger than 16777216 bytes; leave out what no client asks for');
  });

  test('that is none', async () => {
    expect(await startProblem('http://[')).toBe('is not a URL');
  });

  test('with a password, which no text shows', async () => {
    const url = await strategiesServer((_request, response) => response.writeHead(500).end());
    const problem = await startProblem(`${url.replace('//', '//user:secret@')}/`);
    expect(problem).not.toContain('secret');
  });
});
