// The file of query.ui-config: JSON, or JavaScript that defines UIConfig(). Read again when it is asked for
// and ten seconds old; one that turned bad keeps the last good one.
import { readFile } from 'node:fs/promises';
import { type Clock, type Logger, TracingError } from '@spoor/core';
import type { UiConfig } from './index-page.ts';

const TTL_MS = 10_000;
const DEFINES_UI_CONFIG = /function\s+UIConfig\s*\(\s*\)\s*\{/;

export class UiConfigFile {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #config: UiConfig;
  #readAtMs: number;
  #lastFault = '';

  private constructor(path: string, config: UiConfig, clock: Clock, logger: Logger) {
    this.#path = path;
    this.#config = config;
    this.#clock = clock;
    this.#logger = logger;
    this.#readAtMs = clock.monotonicMs();
  }

  /** `path` '' = no file. Throws CONFIG_INVALID. */
  static async open(path: string, clock: Clock, logger: Logger): Promise<UiConfigFile> {
    return new UiConfigFile(path, await read(path), clock, logger);
  }

  async current(): Promise<UiConfig> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#path === '' || nowMs - this.#readAtMs < TTL_MS) return this.#config;
    this.#readAtMs = nowMs;
    try {
      this.#config = await read(this.#path);
      this.#lastFault = '';
    } catch (thrown) {
      const fault = thrown instanceof Error ? thrown.message : String(thrown);
      if (fault !== this.#lastFault) this.#logger.warn('query.ui-config kept as it was', { error: fault });
      this.#lastFault = fault;
    }
    return this.#config;
  }
}

async function read(path: string): Promise<UiConfig> {
  if (path === '') return { kind: 'none' };
  const extension = /\.(json|js)$/i.exec(path)?.[1]?.toLowerCase();
  if (extension === undefined) {
    throw invalid(`unrecognized UI config file format, expecting .js or .json file: ${path}`);
  }
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw invalid(`cannot read UI config file ${path} (query.ui-config)`, cause);
  });
  if (extension === 'json') return { kind: 'json', text: compactJson(text, path) };
  if (!DEFINES_UI_CONFIG.test(text)) throw invalid(`UI config file must define function UIConfig(): ${path}`);
  return { kind: 'js', text };
}

function compactJson(text: string, path: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (cause) {
    throw invalid(`cannot parse UI config file ${path} (query.ui-config)`, cause);
  }
}

function invalid(message: string, cause?: unknown): TracingError {
  const detail = cause instanceof Error ? `: ${cause.message}` : '';
  return new TracingError('CONFIG_INVALID', message + detail, { cause });
}
