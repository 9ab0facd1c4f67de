// A logger and a stream that keep what they are given, and a way to wait for it.
import { EventEmitter, once } from 'node:events';
import { Writable } from 'node:stream';
import type { LogFields, Logger, LogLevel } from '@spoor/core';

export interface CapturedLogger extends Logger {
  readonly lines: readonly { readonly level: LogLevel; readonly message: string; readonly fields: LogFields }[];
  /** Resolves once a message with this text has been logged, at once if it already was. */
  logged(message: string): Promise<void>;
}

export function capturedLogger(): CapturedLogger {
  const lines: { level: LogLevel; message: string; fields: LogFields }[] = [];
  const events = new EventEmitter();
  const log =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      lines.push({ level, message, fields });
      events.emit('line');
    };
  return {
    lines,
    enabled: () => true,
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    async logged(message) {
      while (!lines.some((line) => line.message.includes(message))) await once(events, 'line');
    },
  };
}

/** `text` is all that was written; `wrote` resolves once it contains `part`. */
export class CapturedStream extends Writable {
  text = '';
  readonly #events = new EventEmitter();

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.#events.emit('text');
    done();
  }

  async wrote(part: string): Promise<void> {
    while (!this.text.includes(part)) await once(this.#events, 'text');
  }
}
