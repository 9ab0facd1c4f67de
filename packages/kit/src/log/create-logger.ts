// Log lines through winston: JSON as zap writes it (level, ts, msg first), or one line for people. Whether a level
// is on is a comparison, made before anything is built.
import type { Clock, LogFields, Logger, LogLevel } from '@spoor/core';
import { createLogger as createWinston, format, transports } from 'winston';

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly encoding: 'json' | 'console';
  readonly stream: NodeJS.WritableStream;
  readonly clock: Clock;
}

const SEVERITY: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };

export function createLogger(options: LoggerOptions): Logger {
  const encode = options.encoding === 'json' ? jsonLine : consoleLine;
  const winston = createWinston({
    level: options.level,
    levels: { ...SEVERITY },
    format: format.printf((info) => String(info.message)),
    transports: [new transports.Stream({ stream: options.stream })],
  });
  const most = SEVERITY[options.level];
  const log =
    (level: LogLevel) =>
    (message: string, fields?: LogFields): void => {
      if (SEVERITY[level] > most) return;
      winston.log(level, encode(level, options.clock.nowMs(), message, fields));
    };
  return {
    enabled: (level) => SEVERITY[level] <= most,
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
  };
}

/** Jaeger's `--log-level` texts; the ones above error are error. */
export function logLevel(text: string): LogLevel {
  return text === 'debug' || text === 'info' || text === 'warn' ? text : 'error';
}

/** `ts` is Unix seconds with a fraction, as zap's production encoder has it. */
function jsonLine(level: LogLevel, nowMs: number, message: string, fields: LogFields = {}): string {
  return JSON.stringify({ level, ts: nowMs / 1000, msg: message, ...withoutReserved(fields) });
}

function withoutReserved(fields: LogFields): LogFields {
  const { level, ts, msg, ...rest } = fields;
  if (level === undefined && ts === undefined && msg === undefined) return fields;
  return {
    ...rest,
    ...(level === undefined ? {} : { _level: level }),
    ...(ts === undefined ? {} : { _ts: ts }),
    ...(msg === undefined ? {} : { _msg: msg }),
  };
}

function consoleLine(level: LogLevel, nowMs: number, message: string, fields: LogFields = {}): string {
  const rest = Object.keys(fields).length === 0 ? '' : `\t${JSON.stringify(fields)}`;
  // One record, one line: a line break in a message must not look like a record of its own.
  return `${new Date(nowMs).toISOString()}\t${level.toUpperCase()}\t${message.replaceAll(/\r?\n/g, '\\n')}${rest}`;
}
