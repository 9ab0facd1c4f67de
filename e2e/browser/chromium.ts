import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const { CHROMIUM = '' } = process.env;
/** A system package: playwright's own download is never used. */
const PATHS: readonly string[] = [CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Without them the browser looks for hosts that tests have no business with. */
const QUIET: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Throws when there is none: a browser suite without a browser must not look like a pass. */
export function launchChromium(): Promise<Browser> {
  const executablePath = PATHS.find((path) => path !== '' && existsSync(path));
  if (executablePath === undefined) throw new Error('no Chromium: install it, or say where it is with CHROMIUM=/path');
  return chromium.launch({ executablePath, args: [...QUIET] });
}
