import { describe, expect, test } from 'vitest';
import { packageOf, violations } from './rules.ts';
import { importsOf, type WorkspacePackage } from './workspace.ts';

function pkg(name: string, layer: WorkspacePackage['layer'], over: Partial<WorkspacePackage> = {}): WorkspacePackage {
  const folder = `packages/${name}`;
  return {
    name: `@spoor/${name}`,
    folder,
    layer,
    dependencies: [],
    devDependencies: [],
    exports: ['.'],
    sources: [],
    tests: [],
    ...over,
  };
}

function source(path: string, text: string): WorkspacePackage['sources'][number] {
  return { path, text, imports: importsOf(text) };
}

describe('importsOf', () => {
  test('finds static, type-only, re-exported, bare and dynamic imports', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { B } from '@spoor/b';",
      "export { c } from './c.ts';",
      "import 'side-effect';",
      'import {\n  d,\n  e,\n} from "node:fs";',
      "const f = await import('lazy');",
    ].join('\n');
    expect(importsOf(text)).toEqual(['./a.ts', '@spoor/b', './c.ts', 'side-effect', 'node:fs', 'lazy']);
  });
});

test('packageOf keeps the scope', () => {
  expect(packageOf('@grpc/grpc-js/build/x')).toBe('@grpc/grpc-js');
  expect(packageOf('express/lib')).toBe('express');
});

describe('violations', () => {
  const core = pkg('core', 0);

  test('an edge to a lower layer is fine', () => {
    expect(violations([core, pkg('wire', 1, { dependencies: ['@spoor/core'] })])).toEqual([]);
  });

  test.each([
    ['upward', 0, 1],
    ['sideways', 2, 2],
  ])('%s edges are reported', (_title, from, to) => {
    const found = violations([pkg('a', from, { dependencies: ['@spoor/b'] }), pkg('b', to)]);
    expect(found).toEqual([`packages/a: layer ${from} may not depend on @spoor/b (layer ${to})`]);
  });

  test('nothing but tests may depend on dev packages', () => {
    const testkit = pkg('testkit', 'dev');
    expect(violations([testkit, pkg('a', 2, { dependencies: ['@spoor/testkit'] })])).toHaveLength(1);
    expect(violations([testkit, pkg('a', 2, { devDependencies: ['@spoor/testkit'] })])).toEqual([]);
  });

  test('only all-in-one may depend on other services', () => {
    const query = pkg('query', 4);
    expect(violations([query, pkg('all-in-one', 4, { dependencies: ['@spoor/query'] })])).toEqual([]);
    expect(violations([query, pkg('collector', 4, { dependencies: ['@spoor/query'] })])).toHaveLength(1);
  });

  test('a package without a layer is reported', () => {
    expect(violations([pkg('a', null)])[0]).toContain('"layer"');
  });

  test('an undeclared import is reported, a type-only one too', () => {
    const file = source('packages/a/src/x.ts', "import type { T } from '@spoor/core';");
    expect(violations([core, pkg('a', 1, { sources: [file] })])).toEqual([
      'packages/a/src/x.ts: @spoor/core is not a dependency in packages/a/package.json',
    ]);
  });

  test('a deep import is reported in sources and in tests', () => {
    const text = "import { x } from '@spoor/core/src/x.ts';";
    const a = pkg('a', 1, {
      dependencies: ['@spoor/core'],
      sources: [source('packages/a/src/x.ts', text)],
      tests: [source('packages/a/test/x.test.ts', text)],
    });
    expect(violations([core, a])).toHaveLength(2);
  });

  test('a relative import that leaves the package is reported', () => {
    const file = source('packages/a/src/x.ts', "import { y } from '../../b/src/y.ts';");
    expect(violations([pkg('a', 1, { sources: [file] })])).toEqual([
      'packages/a/src/x.ts: ../../b/src/y.ts leaves the package',
    ]);
  });

  test('a driver has its owners', () => {
    const file = source('packages/a/src/x.ts', "import winston from 'winston';");
    expect(violations([pkg('a', 1, { dependencies: ['winston'], sources: [file] })])).toEqual([
      'packages/a/src/x.ts: winston belongs to @spoor/kit',
    ]);
  });

  test.each(['process.env.HOME', 'process.argv[2]', "console.log('x')", 'Date.now()', "export * from './y.ts'"])(
    '%s is reserved',
    (code) => {
      const found = violations([pkg('a', 1, { sources: [source('packages/a/src/x.ts', code)] })]);
      expect(found).toHaveLength(1);
    },
  );

  test('comments may say what code may not', () => {
    const text = '// console.log(Date.now())\n/* process.env */\nexport const a = 1;';
    expect(violations([pkg('a', 1, { sources: [source('packages/a/src/x.ts', text)] })])).toEqual([]);
  });

  test('an import cycle between files is reported once', () => {
    const sources = [
      source('packages/a/src/x.ts', "import './y.ts';"),
      source('packages/a/src/y.ts', "import './z.ts';"),
      source('packages/a/src/z.ts', "import './x.ts';"),
    ];
    const found = violations([pkg('a', 1, { sources })]);
    expect(found).toEqual([
      'packages/a: import cycle packages/a/src/x.ts -> packages/a/src/y.ts -> packages/a/src/z.ts -> packages/a/src/x.ts',
    ]);
  });
});
