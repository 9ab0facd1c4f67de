/** The process as the lifecycle sees it, so that tests can be one. */
export interface Host {
  /** Without the program and script. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Seconds since the process began. */
  uptimeS(): number;
  onSignal(signal: 'SIGINT' | 'SIGTERM', listener: () => void): void;
  onCrash(listener: (error: unknown) => void): void;
  exit(code: number): void;
}

export function processHost(): Host {
  return {
    args: process.argv.slice(2),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    uptimeS: () => process.uptime(),
    onSignal: (signal, listener) => void process.on(signal, listener),
    onCrash: (listener) => void process.on('uncaughtException', listener),
    exit: (code) => process.exit(code),
  };
}
