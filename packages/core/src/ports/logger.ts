export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Values are logged as JSON; never put a secret or a span's content in. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Lifecycle and operator messages; never per span or per batch. */
export interface Logger {
  /** Cheap: a comparison. Ask before building fields on a warm path. */
  enabled(level: LogLevel): boolean;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
