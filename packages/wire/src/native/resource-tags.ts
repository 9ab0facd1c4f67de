// Tags that an operator adds to every process (`--agent.tags`, `--collector.tags`), appended to the resources of a
// batch. Spans stay as they are: a resource with its new attributes goes behind the batch's bytes, as an unknown field
// of TracesData, and the columns are shared.
import type { NameTable, SharedParts, SpanBatch, SpanColumns, SpanView } from '@spoor/core';
import { OtlpBatch } from '../otlp/otlp-batch.ts';
