import type { ConfigSpec } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { flagHelp, flagReference } from '../../src/config/flag-reference.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { printedConfig } from '../../src/config/print-config.ts';

const store: ConfigSpec<{ readonly size: number; readonly kind: string; readonly key: string; readonly on: boolean }> =
  {
    title: 'Store',
    fields: {
      size: { flag: 'store.bytes', type: 'bytes', default: 1024 ** 2, help: 'Bound.', aliases: ['store-bytes'] },
      kind: {
        flag: 'kind',
        envOnly: 'STORE_KIND',
        type: 'string',
        default: 'a',
        oneOf: ['', 'a', 'b|c'],
        help: 'Kind.',
      },
      key: { flag: 'store.key', type: 'string', default: '', help: 'Key.', secret: true },
      on: { flag: 'on', type: 'bool', default: false, help: 'On.', withoutEffect: 'it is always on' },
    },
  };
const other: ConfigSpec<{ readonly on: boolean }> = {
  title: 'Other',
  fields: { on: store.fields.on },
};

test('the reference has a row a flag, in tables by module', () => {
  expect(flagReference({ store, other })).toBe(
    [
      '## Store',
      '',
      '| flag | environment | type | default | |',
      '|---|---|---|---|---|',
      '| `--store.bytes` | `STORE_BYTES` | bytes | `1MiB` | Bound. Old names: `--store-bytes`. |',
      '|  | `STORE_KIND` | `a` `b\\|c` | `a` | Kind. |',
      '| `--store.key` | `STORE_KEY` | string |  | Key. Secret. |',
      '| `--on` | `ON` | bool | `false` | On. No effect: it is always on. |',
      '',
    ].join('\n'),
  );
});

test('help names flag, type, default, choices, old names, and what has no effect', () => {
  const help = flagHelp({ store });
  expect(help).toContain('Store:\n  --store.bytes <bytes> (default 1MiB)\n      Bound. Old names: --store-bytes.\n');
  expect(help).toContain('  STORE_KIND <string> (default a)\n      Kind. One of a, b|c.\n');
  expect(help).toContain('  --store.key <string>\n      Key. Secret.\n');
  expect(help).toContain('  --on (default false)\n      On. No effect: it is always on.\n');
});

describe('print-config', () => {
  const sources = { args: ['--store.key=hunter2', '--on'], env: { STORE_BYTES: '2KiB' } };

  test('shows what was set and where, secrets masked', async () => {
    const { settings } = await loadConfig({ store }, sources);
    const lines = printedConfig(settings, false).split('\n');
    expect(lines.map((line) => line.split(/\s+/))).toEqual([
      ['NAME', 'VALUE', 'SOURCE'],
      ['--store.bytes', '2KiB', 'environment'],
      ['--store.key', '*****', 'flag'],
      ['--on', 'true', 'flag'],
      [''],
    ]);
  });

  test('who logs in at a URL stays hidden', async () => {
    const place: ConfigSpec<{ readonly url: string }> = {
      title: 'Place',
      fields: { url: { flag: 'url', type: 'string', default: '', help: 'Where.' } },
    };
    const { settings } = await loadConfig({ place }, { args: ['--url=https://me:hunter2@host/a@b.json'], env: {} });
    expect(printedConfig(settings, false)).toMatch(/--url +https:\/\/\*{5}@host\/a@b\.json +flag\n/);
  });

  test('with the defaults when asked', async () => {
    const { settings } = await loadConfig({ store }, sources);
    expect(printedConfig(settings, true)).toMatch(/STORE_KIND +a +default\n/);
  });
});
