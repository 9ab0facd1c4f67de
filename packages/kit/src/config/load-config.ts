// Puts a service's configuration together: flag, else environment, else file, else default (viper's order).
// Everything wrong is collected and thrown as one CONFIG_INVALID, a line for each.
import { type ConfigCheck, type ConfigSpec, TracingError } from '@spoor/core';
import { hostPortText, parseHostPort } from '../net/host-port.ts';
import { type FileTexts, readConfigFile } from './config-file.ts';
import {
  type AnyField,
  type AnySpec,
  type ConfigSpecs,
  type ConfigsOf,
  fieldName,
  fieldsByFlag,
} from './config-specs.ts';
import { nearestName } from './nearest-name.ts';
import { namesOf, notGiven, type Occurrence, occurrences, type Source } from './occurrences.ts';
import { type ParsedArgs, parseArgs } from './parse-args.ts';
import { parseValue } from './parse-value.ts';

export interface ConfigSources {
  /** Without the program's own name and without a sub-command. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For who wants a part of a file that is for another; default false. */
  readonly ignoreUnknownKeys?: boolean;
}

/** Where a value came from: a field as the operator sees it. */
export interface Setting {
  readonly field: AnyField;
  readonly value: unknown;
  readonly source: Source | 'default';
}

export interface LoadedConfig<S extends ConfigSpecs> {
  /** Frozen, by the names of the specs. */
  readonly configs: ConfigsOf<S>;
  /** Deprecated names, settings without effect, and what the specs' checks say. */
  readonly warnings: readonly string[];
  /** Every field once, in the order of the specs. */
  readonly settings: readonly Setting[];
}

/** The flag whose value completes addresses that name no host. */
const LISTEN_HOST = 'listen-host';
const CONFIG_FILE = 'config-file';
/** Apart from any name a service may give its own specs. */
const COMMON = '#common';

/** Throws CONFIG_INVALID; its message has one line for each mistake. */
export async function loadConfig<S extends ConfigSpecs>(specs: S, sources: ConfigSources): Promise<LoadedConfig<S>> {
  const { configs, warnings, settings } = await load(specs, sources);
  // The record was built from these very specs, field by field.
  return { configs: configs as ConfigsOf<S>, warnings, settings };
}

/** As `loadConfig`, with the spec that all services share beside those of one service. */
export async function loadServiceConfig<S extends ConfigSpecs, C>(
  specs: S,
  commonSpec: ConfigSpec<C>,
  sources: ConfigSources,
): Promise<LoadedConfig<S> & { readonly common: Readonly<C> }> {
  const { configs, warnings, settings } = await load({ ...specs, [COMMON]: commonSpec }, sources);
  const { [COMMON]: common, ...own } = configs;
  return { configs: Object.freeze(own) as ConfigsOf<S>, common: common as Readonly<C>, warnings, settings };
}

async function load(specs: ConfigSpecs, sources: ConfigSources): Promise<Loaded> {
  const loading = new Loading(specs, sources);
  await loading.readFile();
  return loading.finish();
}

interface Loaded extends Omit<LoadedConfig<ConfigSpecs>, 'configs'> {
  readonly configs: Readonly<Record<string, unknown>>;
}

class Loading {
  readonly #specs: ConfigSpecs;
  readonly #env: ConfigSources['env'];
  readonly #ignoreUnknownKeys: boolean;
  readonly #args: ParsedArgs;
  readonly #fields: ReadonlyMap<string, AnyField>;
  readonly #byAnyName = new Map<string, AnyField>();
  readonly #errors: string[] = [];
  readonly #warnings: string[] = [];
  #file: FileTexts = new Map();
  #filePath = '';

  constructor(specs: ConfigSpecs, sources: ConfigSources) {
    this.#specs = specs;
    this.#env = sources.env;
    this.#ignoreUnknownKeys = sources.ignoreUnknownKeys ?? false;
    this.#fields = fieldsByFlag(specs);
    for (const field of this.#fields.values()) {
      for (const name of namesOf(field)) this.#byAnyName.set(name, field);
    }
    this.#args = parseArgs(sources.args, this.#byAnyName);
    this.#errors.push(...this.#args.errors, ...this.#args.words.map((word) => `unexpected argument ${word}`));
  }

  async readFile(): Promise<void> {
    const field = this.#fields.get(CONFIG_FILE);
    this.#filePath = (field === undefined ? undefined : this.#occurrences(field)[0]?.texts.at(-1)) ?? '';
    if (this.#filePath === '') return;
    this.#file = await readConfigFile(this.#filePath);
    if (this.#ignoreUnknownKeys) return;
    for (const key of this.#file.keys()) {
      if (this.#byAnyName.has(key)) continue;
      const nearest = this.#byAnyName.get(nearestName(key, this.#byAnyName.keys()) ?? '')?.flag;
      this.#errors.push(
        `unknown key ${key} in ${this.#filePath}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
      );
    }
  }

  finish(): Loaded {
    const settings = new Map<string, Setting>();
    for (const field of this.#fields.values()) settings.set(field.flag, this.#setting(field));
    const listenHost = settings.get(LISTEN_HOST)?.value;
    if (typeof listenHost === 'string' && listenHost !== '') completeHosts(settings, listenHost);
    const configs: Record<string, unknown> = {};
    for (const [name, spec] of Object.entries(this.#specs)) configs[name] = this.#config(spec, settings);
    if (this.#errors.length > 0) throw new TracingError('CONFIG_INVALID', this.#errors.join('\n'));
    return { configs: Object.freeze(configs), warnings: this.#warnings, settings: [...settings.values()] };
  }

  #setting(field: AnyField): Setting {
    const found = this.#occurrences(field);
    const used = found.find((occurrence) => notGiven(field, occurrence) === null);
    for (const occurrence of found) this.#warnings.push(...warningsAbout(field, occurrence, used));
    if (used === undefined) return { field, value: frozen(field.default), source: 'default' };
    const parsed = parseValue(field, used.texts);
    if ('value' in parsed) return { field, value: parsed.value, source: used.source };
    const shown = field.secret === true ? '(secret)' : JSON.stringify(used.texts.at(-1) ?? '');
    this.#errors.push(`invalid value ${shown} for ${used.written}: expected ${parsed.expected}`);
    return { field, value: frozen(field.default), source: used.source };
  }

  #occurrences(field: AnyField): readonly Occurrence[] {
    const { flags } = this.#args;
    return occurrences(field, { flags, env: this.#env, file: this.#file, filePath: this.#filePath });
  }

  #config(spec: AnySpec, settings: ReadonlyMap<string, Setting>): unknown {
    const config = Object.freeze(
      Object.fromEntries(Object.entries(spec.fields).map(([key, field]) => [key, settings.get(field.flag)?.value])),
    );
    if (this.#errors.length > 0) return config; // a rule across fields would only repeat the mistake
    // `config` has the keys and types of this spec's own fields, which AnySpec has forgotten.
    const check: ConfigCheck | undefined = spec.check?.(config as never);
    this.#errors.push(...(check?.errors ?? []));
    this.#warnings.push(...(check?.warnings ?? []));
    return config;
  }
}

function warningsAbout(field: AnyField, found: Occurrence, used: Occurrence | undefined): readonly string[] {
  const { written, alias } = found;
  const instead = `; use ${fieldName(field)}`;
  const ignored = notGiven(field, found);
  if (field.withoutEffect !== undefined && ignored === null) {
    return [`${written} has no effect: ${field.withoutEffect}`];
  }
  if (ignored !== null) return [`${written} is ignored: ${ignored}${alias ? instead : ''}`];
  if (!alias) return []; // the order of the sources is for everyone to use
  if (found === used) return [`${written} is deprecated${instead}`];
  return [`${written} is deprecated, and ignored because ${used?.written ?? ''} is given`];
}

function completeHosts(settings: Map<string, Setting>, host: string): void {
  for (const [flag, setting] of settings) {
    if (setting.field.type !== 'host-port' || typeof setting.value !== 'string') continue;
    const address = parseHostPort(setting.value);
    if (address?.host === '') settings.set(flag, { ...setting, value: hostPortText({ host, port: address.port }) });
  }
}

function frozen(value: unknown): unknown {
  return Array.isArray(value) ? Object.freeze([...value]) : value;
}
