import { describe, expect, test } from 'vitest';
import { type PageFacts, renderIndex, type UiConfig } from '../../src/static-ui/index-page.ts';

const FACTS: PageFacts = {
  basePath: '/jaeger/ui',
  version: { gitCommit: 'c0ffee', gitVersion: 'v1.76.0', buildDate: '2026-01-15' },
  archiveStorage: false,
};
const NONE: UiConfig = { kind: 'none' };

/** The lines as jaeger-ui's index.html spells them, of either generation. */
const TEMPLATE = `<html><head><base href="/" data-inject-target="BASE_URL"/><script>
      const JAEGER_CONFIG = DEFAULT_CONFIG;
      // JAEGER_CONFIG_JS
      // the line above may be replaced by javascript file that defines a function UIConfig()
      return JAEGER_CONFIG;
      const JAEGER_STORAGE_CAPABILITIES = DEFAULT_STORAGE_CAPABILITIES;
      const JAEGER_BACKEND_CAPABILITIES=DEFAULT_BACKEND_CAPABILITIES;
      const JAEGER_VERSION =   DEFAULT_VERSION;
</script></head></html>`;

describe('the page is told', () => {
  const lines = [
    ['its base path', '<base href="/jaeger/ui/" data-inject-target="BASE_URL"/>'],
    ['what the storage can (to version 2.19)', 'JAEGER_STORAGE_CAPABILITIES = {"archiveStorage":false};'],
    [
      'what the server can (from version 2.20)',
      'JAEGER_BACKEND_CAPABILITIES = {"archiveStorage":false,"metricsStorage":false,"aiAssistant":false,"searchWithoutServiceName":false};',
    ],
    ['the build', 'JAEGER_VERSION = {"gitCommit":"c0ffee","gitVersion":"v1.76.0","buildDate":"2026-01-15"};'],
    ['no configuration when there is none', 'JAEGER_CONFIG = DEFAULT_CONFIG;'],
  ] as const;
  for (const [title, want] of lines) test(title, () => expect(renderIndex(TEMPLATE, FACTS, NONE)).toContain(want));

  test('at the root, base path and page stay as they are', () => {
    expect(renderIndex(TEMPLATE, { ...FACTS, basePath: '' }, NONE)).toContain('<base href="/" data');
  });

  test('a JSON configuration, with $ left alone', () => {
    const page = renderIndex(TEMPLATE, FACTS, { kind: 'json', text: '{"a":"$& $1 $$"}' });
    expect(page).toContain('JAEGER_CONFIG = {"a":"$& $1 $$"};');
  });

  test('a JavaScript configuration in place of the marked line and the next', () => {
    const page = renderIndex(TEMPLATE, FACTS, { kind: 'js', text: "function UIConfig(){ return '$&'; }" });
    expect(page).toContain("DEFAULT_CONFIG;\nfunction UIConfig(){ return '$&'; }\n      return JAEGER_CONFIG;");
  });
});

test('a configuration that holds a line of the page keeps it, and the page`s own is filled', () => {
  const line = 'JAEGER_VERSION = DEFAULT_VERSION;';
  for (const config of [
    { kind: 'json', text: JSON.stringify({ note: line }) },
    { kind: 'js', text: `function UIConfig(){ return { note: '${line}' }; }` },
  ] as const) {
    const page = renderIndex(TEMPLATE, FACTS, config);
    expect(page.split(line)).toHaveLength(2);
    expect(page).toContain('JAEGER_VERSION = {"gitCommit":"c0ffee"');
  }
});

describe('nothing that is filled in ends the script or the attribute:', () => {
  const attack = '</script><script>alert(1)</script><!--';

  test('JSON configuration', () => {
    const text = JSON.stringify({ menu: attack, line: '\u2028' });
    expect(scripts(renderIndex(TEMPLATE, FACTS, { kind: 'json', text }))).toBe(1);
    expect(renderIndex(TEMPLATE, FACTS, { kind: 'json', text })).not.toContain('\u2028');
  });

  test('JavaScript configuration', () => {
    const text = `function UIConfig(){ return { x: '${attack.toUpperCase()}' }; }`;
    expect(scripts(renderIndex(TEMPLATE, FACTS, { kind: 'js', text }))).toBe(1);
  });

  test('version', () => {
    const version = { ...FACTS.version, gitVersion: attack };
    expect(scripts(renderIndex(TEMPLATE, { ...FACTS, version }, NONE))).toBe(1);
  });

  test('base path', () => {
    const page = renderIndex(TEMPLATE, { ...FACTS, basePath: '/"><script>' }, NONE);
    expect(page).toContain('<base href="/&quot;>&lt;script>/"');
  });
});

test('a page without the lines is served as it is', () => {
  expect(renderIndex('<p>hello</p>', FACTS, { kind: 'json', text: '{}' })).toBe('<p>hello</p>');
});

function scripts(page: string): number {
  return page.match(/<\/script/gi)?.length ?? 0;
}
