import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDeps } from '@spoor/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UiConfigFile } from '../../src/static-ui/ui-config-file.ts';

async function file(name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-ui-config-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('a UI configuration', () => {
  test('of JSON is compacted', async () => {
    const { clock, logger } = testDeps();
    const config = await UiConfigFile.open(await file('ui.json', '{ "a": [1,\n 2] }'), clock, logger);
    expect(await config.current()).toEqual({ kind: 'json', text: '{"a":[1,2]}' });
  });

  test('of JavaScript is taken word for word', async () => {
    const { clock, logger } = testDeps();
    const text = 'function  UIConfig ( ) {\n return {}; }\n';
    const config = await UiConfigFile.open(await file('ui.JS', text), clock, logger);
    expect(await config.current()).toEqual({ kind: 'js', text });
  });

  test('is nothing without a path', async () => {
    const { clock, logger } = testDeps();
    expect(await (await UiConfigFile.open('', clock, logger)).current()).toEqual({ kind: 'none' });
  });

  test('is read again after ten seconds and not before', async () => {
    const { clock, logger } = testDeps();
    const path = await file('ui.json', '1');
    const config = await UiConfigFile.open(path, clock, logger);
    await writeFile(path, '2');
    clock.advance(9_999);
    expect(await config.current()).toMatchObject({ text: '1' });
    clock.advance(1);
    expect(await config.current()).toMatchObject({ text: '2' });
  });

  test('that turned bad keeps the old one and says so once', async () => {
    const { clock, logger, logged } = testDeps();
    const path = await file('ui.json', '1');
    const config = await UiConfigFile.open(path, clock, logger);
    await writeFile(path, '{');
    for (let i = 0; i < 3; i++) {
      clock.advance(10_000);
      expect(await config.current()).toMatchObject({ text: '1' });
    }
    expect(logged.map((line) => line.message)).toEqual(['query.ui-config kept as it was']);
  });
});

const refusals = [
  ['ui.yaml', '{}', /^unrecognized UI config file format, expecting \.js or \.json file: .*ui\.yaml$/],
  ['ui.js', 'var x;', /^UI config file must define function UIConfig\(\): .*ui\.js$/],
  ['ui.json', '{', /^cannot parse UI config file .*ui\.json \(query\.ui-config\): /],
] as const;

describe('a start with a bad UI configuration fails:', () => {
  for (const [name, text, want] of refusals) {
    test(`${name} with ${text}`, async () => {
      const { clock, logger } = testDeps();
      const opening = UiConfigFile.open(await file(name, text), clock, logger);
      await expect(opening).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(want) });
    });
  }

  test('no such file', async () => {
    const { clock, logger } = testDeps();
    const opening = UiConfigFile.open('/nowhere/ui.json', clock, logger);
    await expect(opening).rejects.toThrow('cannot read UI config file /nowhere/ui.json (query.ui-config): ENOENT');
  });
});
