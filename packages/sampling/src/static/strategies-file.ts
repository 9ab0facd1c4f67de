// The strategies file as written: JSON with its types checked, nothing merged. Read as Go reads it: names of members
// in any case, null for what is absent, unknown members passed over.
import { asTracingError, TracingError } from '@spoor/core';
import { checkJson } from '@spoor/wire';

export interface StrategyEntry {
  /** As written; '' when absent. */
  readonly type: string;
  /** 0 when absent. */
  readonly param: number;
}

export interface OperationEntry extends StrategyEntry {
  readonly operation: string;
}

export interface ServiceEntry extends StrategyEntry {
  /** '' for the default strategy. */
  readonly service: string;
  readonly operations: readonly OperationEntry[];
}

export interface StrategiesFile {
  readonly defaultStrategy: ServiceEntry | null;
  readonly services: readonly ServiceEntry[];
}

/** Null: the document is `null`. Throws CONFIG_INVALID that says where and what, but not in which file. */
export function readStrategies(bytes: Uint8Array): StrategiesFile | null {
  const document = parsed(bytes);
  if (document === null) return null;
  const members = membersOf(document, 'the document');
  const defaultStrategy = members.get('default_strategy') ?? null;
  const services = listOf(members, 'service_strategies', '');
  return {
    defaultStrategy: defaultStrategy === null ? null : serviceOf(defaultStrategy, 'default_strategy'),
    services: services.map((entry, i) => serviceOf(entry, `service_strategies[${i}]`)),
  };
}

type Members = ReadonlyMap<string, unknown>;

function parsed(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(syntaxProblem(bytes) ?? asTracingError(cause).message, cause);
  }
}

/** With line and column; null when it is nothing that has a place. */
function syntaxProblem(bytes: Uint8Array): string | null {
  try {
    checkJson(bytes);
    return null;
  } catch (thrown) {
    const { message, offset } = asTracingError(thrown);
    if (offset === null) return null;
    const before = new TextDecoder().decode(bytes.subarray(0, offset)).split('\n');
    return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${message}`;
  }
}

function serviceOf(entry: unknown, path: string): ServiceEntry {
  const members = membersOf(entry, path);
  const operations = listOf(members, 'operation_strategies', `${path}.`);
  return {
    service: textOf(members, 'service', path),
    ...strategyOf(members, path),
    operations: operations.map((operation, i) => operationOf(operation, `${path}.operation_strategies[${i}]`)),
  };
}

function operationOf(entry: unknown, path: string): OperationEntry {
  const members = membersOf(entry, path);
  return { operation: textOf(members, 'operation', path), ...strategyOf(members, path) };
}

function strategyOf(members: Members, path: string): StrategyEntry {
  const param = members.get('param') ?? 0;
  if (typeof param !== 'number') throw wrongType(`${path}.param`, 'a number', param);
  if (!Number.isFinite(param)) throw invalid(`${path}.param is too large a number`);
  return { type: textOf(members, 'type', path), param };
}

function textOf(members: Members, name: string, path: string): string {
  const text = members.get(name) ?? '';
  if (typeof text !== 'string') throw wrongType(`${path}.${name}`, 'a text', text);
  return text;
}

function listOf(members: Members, name: string, prefix: string): readonly unknown[] {
  const list = members.get(name) ?? [];
  if (!Array.isArray(list)) throw wrongType(`${prefix}${name}`, 'a list', list);
  return list;
}

function membersOf(value: unknown, path: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(path, 'an object', value);
  return new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

function wrongType(path: string, wanted: string, value: unknown): TracingError {
  const text = JSON.stringify(value);
  return invalid(`${path} must be ${wanted}, and is ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`);
}

function invalid(message: string, cause?: unknown): TracingError {
  return new TracingError('CONFIG_INVALID', message, { cause });
}
