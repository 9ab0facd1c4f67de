// The small page in a real Chromium over a real all-in-one.
import { encodeSpans, newTraceId, spanBuilder } from '@spoor/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type AllInOne, startAllInOne } from '../support/all-in-one.ts';
import { launchChromium } from './chromium.ts';

const HOSTILE = '<img src=x onerror="window.hacked=1"></script><script>window.hacked=2</script>';
const failed = newTraceId();
const fine = newTraceId();
let server: AllInOne;
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
  server = await startAllInOne(['--query.base-path=/traces/ui']);
  const startUs = Date.now() * 1000;
  const body = encodeSpans([
    spanBuilder({
      traceId: failed,
      service: 'shop',
      operation: 'POST /pay',
      startUs,
      durationNs: 2e9,
      status: 'error',
    }),
    spanBuilder({ traceId: failed, service: 'bank', operation: HOSTILE, startUs: startUs + 1000, durationNs: 1e6 }),
    spanBuilder({ traceId: fine, service: 'shop', operation: 'GET /', startUs: startUs + 5000, durationNs: 1e6 }),
  ]);
  const headers = { 'content-type': 'application/x-protobuf' };
  const { status } = await fetch(`${server.otlpHttp}/v1/traces`, {
    method: 'POST',
    headers,
    body: Uint8Array.from(body),
  });
  expect(status).toBe(200);
});
afterAll(async () => {
  await browser?.close();
  await server?.process.stop();
});

interface Opened {
  readonly page: Page;
  /** Console errors, CSP violations among them, and uncaught exceptions. */
  readonly complaints: readonly string[];
}

async function open(): Promise<Opened> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${server.query}/traces/ui/search`);
  await page.getByLabel('Service').locator('option').first().waitFor({ state: 'attached' });
  return { page, complaints };
}

async function find(page: Page): Promise<string[][]> {
  await page.getByRole('button', { name: 'Find traces' }).click();
  await page.getByText(/\d+ traces? found|No traces? found/i).waitFor();
  return page
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

describe('the search page under a base path', () => {
  test('lists the newest trace first, with root, spans and errors', async () => {
    const { page, complaints } = await open();
    await page.getByLabel('Service').selectOption('shop');
    const rows = await find(page);
    expect(rows.map(([id]) => id)).toEqual([fine, failed]);
    expect(rows[1]).toEqual([failed, 'shop: POST /pay', expect.any(String), '2.00 s', '2', '1']);
    expect(complaints).toEqual([]);
  });

  test('finds by tag and by duration', async () => {
    const { page } = await open();
    await page.getByLabel('Service').selectOption('shop');
    await page.getByLabel('Tags').fill('error=true');
    await page.getByLabel('Min duration').fill('1s');
    expect((await find(page)).map(([id]) => id)).toEqual([failed]);
  });

  test('shows hostile names as text', async () => {
    const { page, complaints } = await open();
    await page.getByLabel('Service').selectOption('bank');
    await page.getByLabel('Operation').selectOption(HOSTILE);
    expect((await find(page)).map(([id]) => id)).toEqual([failed]);
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('a trace id leads to the JSON of the trace', async () => {
    const { page } = await open();
    await page.getByLabel('Service').selectOption('shop');
    await find(page);
    const href = await page.getByRole('link', { name: failed }).getAttribute('href');
    const response = await page.request.get(new URL(href ?? '', page.url()).href);
    expect((await response.json()).data[0].spans).toHaveLength(2);
  });

  test('works by keyboard alone', async () => {
    const { page } = await open();
    await page.getByLabel('Service').selectOption('shop');
    await page.getByLabel('Limit').fill('1');
    await page.getByLabel('Limit').press('Enter');
    await page.getByRole('link', { name: fine }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
  });
});
