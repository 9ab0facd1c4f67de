import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfigFile } from '../../src/config/config-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'kit-config-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const WANT = new Map([
  ['collector.otlp.grpc.host-port', [':1']],
  ['collector.otlp.enabled', ['true']],
  ['memory.max-traces', ['5000']],
  ['query.additional-headers', ['a: 1', '"b, c"']],
]);

describe('nested and dotted keys of every format give the same flags', () => {
  test.each([
    [
      'a.json',
      '{"collector":{"otlp":{"grpc":{"host-port":":1"},"enabled":true}},"memory.max-traces":5000,"query":{"additional-headers":["a: 1","b, c"]}}',
    ],
    [
      'a.yaml',
      'collector:\n  otlp:\n    grpc:\n      host-port: ":1"\n    enabled: true\nmemory.max-traces: 5000\nquery:\n  additional-headers:\n    - "a: 1"\n    - b, c\n',
    ],
    [
      'a.toml',
      '[collector.otlp]\nenabled = true\n[collector.otlp.grpc]\nhost-port = ":1"\n[memory]\nmax-traces = 5000\n[query]\nadditional-headers = ["a: 1", "b, c"]\n',
    ],
  ])('%s', async (name, text) => {
    expect(await readConfigFile(file(name, text))).toEqual(WANT);
  });

  test('a.properties, where a list is a comma list', async () => {
    const text =
      '# comment\n! too\nCollector.Otlp.Grpc.Host-Port=:1\ncollector.otlp.enabled: true\nmemory.max-traces = \\\n  5000\n\n';
    const texts = await readConfigFile(file('a.properties', text));
    expect([...texts]).toEqual([...WANT].slice(0, 3));
  });
});

test('a byte order mark, nulls and an empty file are fine', async () => {
  expect(await readConfigFile(file('bom.json', '\uFEFF{"a":null,"b":1}'))).toEqual(new Map([['b', ['1']]]));
  expect(await readConfigFile(file('empty.yaml', ''))).toEqual(new Map());
});

describe('a file that is no use is refused by name', () => {
  test.each([
    ['bad.json', '{', /^--config-file \S+bad\.json cannot be read as json: /],
    ['bad.yaml', 'a: [', /cannot be read as yaml: /],
    ['bad.toml', 'a = ', /cannot be read as toml: /],
    ['bad.properties', 'novalue', /cannot be read as properties: "novalue" has no value/],
    ['list.json', '[1]', /must hold keys and values at its top/],
    ['deep.json', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, /is nested deeper than 16/],
    ['inner.json', '{"a":[{"b":1}]}', /key a: a list holds plain values only/],
    ['config.hcl', 'a = 1', /has no known format; name it \.json, \.yaml/],
  ])('%s', async (name, text, message) => {
    await expect(readConfigFile(file(name, text))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(message),
    });
  });

  test('one that is missing', async () => {
    await expect(readConfigFile(join(folder, 'none.json'))).rejects.toThrow(/none\.json cannot be read: ENOENT/);
  });
});
