// What a module says about its configuration. Pure data: kit loads it (flag > environment > file > default).

interface FieldBase<T> {
  /** Dotted flag name without dashes, e.g. `collector.otlp.grpc.host-port`; the environment name follows from it. */
  readonly flag: string;
  readonly default: T;
  /** One sentence: effect, unit, caveat. */
  readonly help: string;
  /** Never printed, logged or dumped. */
  readonly secret?: boolean;
  /**
   * Old flag names that still work as flags, variables and keys, each with a warning that names the new one, which
   * goes first where both are given. The old name of a `host-port` may hold a port; 0 counts as not given.
   */
  readonly aliases?: readonly string[];
  /** Accepted for compatibility; setting it warns with this reason. */
  readonly withoutEffect?: string;
  /** Read from the environment only, under exactly this name, e.g. SPAN_STORAGE_TYPE; `aliases` may be flags. */
  readonly envOnly?: string;
}

/** `duration` values are milliseconds, written as Go durations; `bytes` accept a plain number or 64KiB, 16MiB, 1GiB. */
export type ConfigField<T> =
  | (T extends string ? FieldBase<T> & { readonly type: 'string'; readonly oneOf?: readonly T[] } : never)
  | (T extends string ? FieldBase<T> & { readonly type: 'host-port' } : never)
  | (T extends number
      ? FieldBase<T> & {
          readonly type: 'int' | 'float' | 'duration' | 'bytes';
          readonly min?: number;
          readonly max?: number;
        }
      : never)
  | (T extends boolean ? FieldBase<boolean> & { readonly type: 'bool' } : never)
  | (T extends readonly string[] ? FieldBase<T> & { readonly type: 'strings' } : never);

export interface ConfigCheck {
  /** Each names the flag and the cure. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** The configuration of one module; C is a flat object. */
export interface ConfigSpec<C> {
  /** Heading in the reference, e.g. `OTLP over gRPC`. */
  readonly title: string;
  readonly fields: { readonly [K in keyof C]: ConfigField<C[K]> };
  /** Rules across fields; field types and bounds are checked before. */
  check?(config: C): ConfigCheck;
}
