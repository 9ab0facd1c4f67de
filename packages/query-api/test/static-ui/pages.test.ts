import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { queryServer } from '../support/query-server.ts';

/** A folder as a release of jaeger-ui has it, with a secret beside it. */
async function uiFolder(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'spoor-ui-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(join(root, 'secret.txt'), 'secret');
  const folder = join(root, 'ui');
  await mkdir(join(folder, 'static'), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

describe('the built-in page', () => {
  test('is served for any path and method that is not API', async () => {
    const { ask } = await queryServer();
    for (const target of ['/', '/search?service=x', '/trace/abc', '/api/unknown', '/api/traces/a/b', '/api/archive/']) {
      const answer = await ask(target);
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
      expect(answer.headers['cache-control']).toBe('no-cache');
    }
    expect((await ask('/api/archive/', { method: 'POST' })).status).toBe(200);
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  test('runs its own scripts only', async () => {
    const { ask } = await queryServer();
    const { headers, body } = await ask('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'; script-src 'self' 'sha256-[\w+/=]{44}';/);
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(body).not.toMatch(/\son\w+=|style=|javascript:/i);
  });

  test('brings its files', async () => {
    const { ask } = await queryServer({ basePath: '/p' });
    const page = (await ask('/p/')).body;
    const files = [...page.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map((match) => match[1]);
    expect(files).toEqual(['static/app.css', 'static/app.js']);
    for (const file of files) expect((await ask(`/p/${file}`)).status).toBe(200);
    expect((await ask('/p/static/app.js')).headers['content-type']).toMatch(/^text\/javascript/);
  });

  test('holds the lines that the server fills in', async () => {
    const { ask } = await queryServer();
    const { body } = await ask('/');
    expect(body).toContain('JAEGER_STORAGE_CAPABILITIES = {"archiveStorage":false};');
    expect(body).toContain('JAEGER_BACKEND_CAPABILITIES = {"archiveStorage":false,');
    expect(body).toContain('JAEGER_VERSION = {"gitCommit":');
  });

  test('still has a valid script hash with a configuration in it', async () => {
    const folder = await uiFolder({ 'ui.js': "function UIConfig(){ return { x: '</script>' }; }" });
    const { ask } = await queryServer({ uiConfig: join(folder, 'ui.js') });
    const { headers, body } = await ask('/');
    const script = /<script>([\s\S]*?)<\/script>/.exec(body)?.[1] ?? '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script));
    expect(script).toContain('function UIConfig(){');
    expect(headers['content-security-policy']).toContain(`'sha256-${Buffer.from(digest).toString('base64')}'`);
  });
});

describe('static files', () => {
  test('that are not there are 404, never the page', async () => {
    const { ask } = await queryServer();
    for (const target of ['/static/nope.js', '/static/', '/static/../index.html']) {
      const answer = await ask(target);
      if (answer.status !== 301) expect(answer).toMatchObject({ status: 404, body: '404 page not found\n' });
    }
  });

  test('never come from outside the folder', async () => {
    const folder = await uiFolder({ 'index.html': 'x', 'static/a.js': 'a', 'static/.env': 'hidden' });
    const { ask } = await queryServer({ staticFiles: folder });
    expect((await ask('/static/a.js')).body).toBe('a');
    const attempts = [
      '/static/..%2f..%2fsecret.txt',
      '/static/%2e%2e/%2e%2e/secret.txt',
      '/static/..%5c..%5csecret.txt',
      '/static/....//....//secret.txt',
      '/static/a.js%00.txt',
      '/static/.env',
      `/static/${encodeURIComponent(folder)}/../secret.txt`,
    ];
    for (const target of attempts) {
      const answer = await ask(target);
      expect([target, answer.body.includes('secret') || answer.body.includes('hidden')]).toEqual([target, false]);
      expect([301, 400, 403, 404]).toContain(answer.status);
    }
  });

  test('are logged when that is asked for', async () => {
    const { ask, logged } = await queryServer({ logStaticAssetsAccess: true });
    await ask('/static/app.js');
    expect(logged()).toEqual([{ level: 'info', message: 'static asset', fields: { path: '/static/app.js' } }]);
  });
});

describe('a UI of another maker', () => {
  test('is served with the lines filled in and no policy of ours', async () => {
    const index = '<base href="/"/><script>JAEGER_VERSION = DEFAULT_VERSION;</script>';
    const { ask } = await queryServer({ staticFiles: await uiFolder({ 'index.html': index }), basePath: '/b' });
    const { headers, body } = await ask('/b/search');
    expect(body).toMatch(/^<base href="\/b\/"\/><script>JAEGER_VERSION = \{"gitCommit":/);
    expect(headers['content-security-policy']).toBeUndefined();
  });

  test('may have its index.html compressed', async () => {
    const { ask } = await queryServer({ staticFiles: await uiFolder({ 'index.html.gz': gzipSync('<p>zipped</p>') }) });
    expect((await ask('/')).body).toBe('<p>zipped</p>');
  });

  test('that is not there is warned of, and the built-in page stands in', async () => {
    const { ask, deps } = await queryServer({ staticFiles: '/nowhere' });
    expect((await ask('/')).body).toContain('<title>Spoor');
    expect(deps.logged[0]).toMatchObject({ level: 'warn', fields: { folder: '/nowhere' } });
  });
});
