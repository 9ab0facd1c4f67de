// zipkincore structs as the oracle writes them.
import { bool, i16, i32, i64, type Struct, struct, structs, type ThriftValue, text } from '../thrift/thrift-oracle.ts';

export interface HostDraft {
  readonly name?: string;
  readonly ipv4?: number;
  readonly port?: number;
  readonly ipv6?: Uint8Array;
}

export interface SpanDraft {
  readonly id?: bigint;
  readonly parentId?: bigint;
  readonly traceIdHigh?: bigint;
  readonly name?: string;
  readonly annotations?: readonly Struct[];
  readonly tags?: readonly Struct[];
  readonly isDebug?: boolean;
  readonly timestamp?: number;
  readonly duration?: number;
}

export const FRONT: HostDraft = { name: 'front', ipv4: 0x0a00_0001, port: 8080 };

function host({ name, ipv4, port, ipv6 }: HostDraft): ThriftValue {
  return struct(
    present([
      [1, ipv4 === undefined ? null : i32(ipv4)],
      [2, port === undefined ? null : i16(port)],
      [3, name === undefined ? null : text(name)],
      [4, ipv6 === undefined ? null : text(ipv6)],
    ]),
  );
}

export function annotation(timeUs: number, value: string, at: HostDraft | null = FRONT): Struct {
  return present([
    [1, i64(timeUs)],
    [2, text(value)],
    [3, at === null ? null : host(at)],
  ]);
}

/** A binary annotation. */
export function tagOf(key: string, type: number, value: string | Uint8Array, at: HostDraft | null = FRONT): Struct {
  return present([
    [1, text(key)],
    [2, text(value)],
    [3, i32(type)],
    [4, at === null ? null : host(at)],
  ]);
}

export function zipkinSpan(draft: SpanDraft): Struct {
  const { id = 2n, parentId, traceIdHigh, name = 'op', annotations, tags, isDebug, timestamp, duration } = draft;
  return present([
    [1, i64(1)],
    [3, text(name)],
    [4, i64(id)],
    [5, parentId === undefined ? null : i64(parentId)],
    [6, annotations === undefined ? null : structs(annotations)],
    [8, tags === undefined ? null : structs(tags)],
    [9, isDebug === undefined ? null : bool(isDebug)],
    [10, timestamp === undefined ? null : i64(timestamp)],
    [11, duration === undefined ? null : i64(duration)],
    [12, traceIdHigh === undefined ? null : i64(traceIdHigh)],
  ]);
}

function present(fields: readonly (readonly [number, ThriftValue | null])[]): Struct {
  return fields.flatMap(([id, value]) => (value === null ? [] : [[id, value] as const]));
}
