/** `ready` = does its work; `failed` = needs an operator. */
export interface Health {
  readonly state: 'starting' | 'ready' | 'stopping' | 'stopped' | 'failed';
  /** For people; '' when there is nothing to say. */
  readonly detail: string;
}

/** A node of the process. Started in the order listed, stopped in reverse. */
export interface Component {
  readonly name: string;
  /** Resolves when ready; throws TracingError CONFIG_INVALID for what the operator must mend. */
  start(signal: AbortSignal): Promise<void>;
  /** Idempotent: refuses new work, drains within the deadline, closes what it opened. */
  stop(deadlineMs: number): Promise<void>;
  /** Snapshot, no I/O. */
  health(): Health;
}
