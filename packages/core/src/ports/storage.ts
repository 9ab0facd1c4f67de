import type { Component } from './component.ts';
import type { ConfigSpec } from './config.ts';
import type { Deps } from './deps.ts';
import type { DependencyStore, TraceReader } from './reader.ts';
import type { SpanSink, SpanWriter } from './sink.ts';

/** null, never optional: a decorator must answer for each. */
export interface StorageBackend extends Component {
  readonly writer: SpanWriter;
  readonly reader: TraceReader;
  readonly dependencies: DependencyStore | null;
  readonly archive: StorageBackend | null;
}

/** `create` does no I/O. */
export interface StoragePlugin<C> {
  /** As in SPAN_STORAGE_TYPE. */
  readonly kind: string;
  readonly config: ConfigSpec<C>;
  create(config: C, deps: Deps): StorageBackend;
}

export type ReceiverFactory<C> = (config: C, sink: SpanSink, deps: Deps) => Component;
