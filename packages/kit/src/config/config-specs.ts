// The specs of a whole service, and one spec with its type forgotten: the loader treats all modules alike.
import { type ConfigCheck, type ConfigSpec, TracingError } from '@spoor/core';

export type FieldType = 'string' | 'host-port' | 'int' | 'float' | 'duration' | 'bytes' | 'bool' | 'strings';

/** Any ConfigField. */
export interface AnyField {
  readonly flag: string;
  readonly type: FieldType;
  readonly default: unknown;
  readonly help: string;
  readonly secret?: boolean;
  readonly aliases?: readonly string[];
  readonly withoutEffect?: string;
  readonly envOnly?: string;
  readonly oneOf?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

/** Any ConfigSpec. */
export interface AnySpec {
  readonly title: string;
  readonly fields: Readonly<Record<string, AnyField>>;
  check?(config: never): ConfigCheck;
}

/** Specs by the name under which the composition finds their configuration. */
export type ConfigSpecs = Readonly<Record<string, AnySpec>>;

/** The configurations that belong to `S`. */
export type ConfigsOf<S extends ConfigSpecs> = {
  readonly [K in keyof S]: S[K] extends ConfigSpec<infer C> ? Readonly<C> : never;
};

/** The variable that sets `flag`: `a.b-c` is A_B_C. */
export function envName(flag: string): string {
  return flag.replaceAll(/[.-]/g, '_').toUpperCase();
}

/** How an operator names the field: its flag, or the variable where there is none. */
export function fieldName(field: AnyField): string {
  return field.envOnly ?? `--${field.flag}`;
}

/**
 * Every field once, by flag. Modules may share a flag when they agree on its type and default; anything else
 * is a mistake in the code and throws INTERNAL.
 */
export function fieldsByFlag(specs: ConfigSpecs): ReadonlyMap<string, AnyField> {
  const fields = new Map<string, AnyField>();
  for (const spec of Object.values(specs)) {
    for (const field of Object.values(spec.fields)) {
      const known = fields.get(field.flag);
      if (known === undefined) fields.set(field.flag, field);
      else if (known.type !== field.type || String(known.default) !== String(field.default)) {
        throw new TracingError('INTERNAL', `--${field.flag} is defined twice, with different types or defaults`);
      }
    }
  }
  refuseSharedAliases(fields);
  return fields;
}

/** An old name that means two things would hide one of them. */
function refuseSharedAliases(fields: ReadonlyMap<string, AnyField>): void {
  const owners = new Map<string, AnyField>();
  for (const field of fields.values()) if (field.envOnly === undefined) owners.set(field.flag, field);
  for (const field of fields.values()) {
    for (const alias of field.aliases ?? []) {
      const owner = owners.get(alias);
      if (owner !== undefined) {
        throw new TracingError(
          'INTERNAL',
          `--${alias} is an old name of --${field.flag} and a name of --${owner.flag}`,
        );
      }
      owners.set(alias, field);
    }
  }
}
