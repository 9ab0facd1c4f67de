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
  envName,
  fieldName,
  fieldsByFlag,
} from './config-specs.ts';
import { nearestName } from './nearest-name.ts';
import { type ParsedArgs, parseArgs } from './parse-args.ts';
import { parseValue } from './parse-value.ts';

export interface ConfigSources {
  /** Without the program's own name and without a sub-command. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where a value came from: a field as the operator sees it. */
export interface Setting {
  readonly field: AnyField;
  readonly value: unknown;
  readonly source: 'flag' | 'environment' | 'file' | 'default';
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

interface Found {
  readonly texts: readonly string[];
  readonly source: Exclude<Setting['source'], 'default'>;
  /** How the operator wrote the name. */
  readonly written: string;
  readonly alias: boolean;
}

class Loading {
  readonly #specs: ConfigSpecs;
  readonly #env: ConfigSources['env'];
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
    this.#fields = fieldsByFlag(specs);
    for (const field of this.#fields.values()) {
      if (field.envOnly !== undefined) continue;
      for (const name of [field.flag, ...(field.aliases ?? [])]) this.#byAnyName.set(name, field);
    }
    this.#args = parseArgs(sources.args, this.#byAnyName);
    this.#errors.push(...this.#args.errors, ...this.#args.words.map((word) => `unexpected argument ${word}`));
  }

  async readFile(): Promise<void> {
    const field = this.#fields.get(CONFIG_FILE);
    this.#filePath = (field === undefined ? undefined : this.#find(field)?.texts.at(-1)) ?? '';
    if (this.#filePath === '') return;
    this.#file = await readConfigFile(this.#filePath);
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
    const found = this.#find(field);
    if (found === null) return { field, value: frozen(field.default), source: 'default' };
    if (found.alias) this.#warnings.push(`${found.written} is deprecated; use ${fieldName(field)}`);
    if (field.withoutEffect !== undefined) {
      this.#warnings.push(`${found.written} has no effect: ${field.withoutEffect}`);
    }
    const parsed = parseValue(field, found.texts);
    if ('value' in parsed) return { field, value: parsed.value, source: found.source };
    const shown = field.secret === true ? '(secret)' : JSON.stringify(found.texts.at(-1) ?? '');
    this.#errors.push(`invalid value ${shown} for ${found.written}: expected ${parsed.expected}`);
    return { field, value: frozen(field.default), source: found.source };
  }

  #find(field: AnyField): Found | null {
    if (field.envOnly !== undefined) return this.#findInEnv(field, field.envOnly, false);
    const names = [field.flag, ...(field.aliases ?? [])];
    for (const name of names) {
      const texts = this.#args.flags.get(name);
      if (texts !== undefined) return { texts, source: 'flag', written: `--${name}`, alias: name !== field.flag };
    }
    for (const name of names) {
      const found = this.#findInEnv(field, envName(name), name !== field.flag);
      if (found !== null) return found;
    }
    for (const name of names) {
      const texts = this.#file.get(name.toLowerCase());
      if (texts === undefined) continue;
      const taken = field.type === 'strings' ? texts : [texts.join(',')];
      return { texts: taken, source: 'file', written: `${name} in ${this.#filePath}`, alias: name !== field.flag };
    }
    return null;
  }

  #findInEnv(field: AnyField, variable: string, alias: boolean): Found | null {
    const text = this.#env[variable];
    if (text === undefined || text === '') return null;
    const written = field.envOnly === undefined ? `${variable} (--${field.flag})` : variable;
    return { texts: [text], source: 'environment', written, alias };
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
