// SpanReader for one message at a time: no cache. Who reads many spans keeps a SpanReader.
import type { Resource, Scope, Span } from '@spoor/core';
import { SpanReader } from './span-reader.ts';

/** The Span message at `at` in a decoded batch's bytes. */
export function readSpan(bytes: Uint8Array, at: number, length: number, resource: Resource, scope: Scope): Span {
  return new SpanReader(1).span(bytes, at, length, resource, scope);
}

/** The Resource message at `at` (length 0: none was sent) and the schema URL of its ResourceSpans. */
export function readResource(
  bytes: Uint8Array,
  at: number,
  length: number,
  schemaAt: number,
  schemaBytes: number,
): Resource {
  return new SpanReader(1).resource(bytes, at, length, schemaAt, schemaBytes);
}

/** The InstrumentationScope message at `at` (length 0: none was sent) and the schema URL of its ScopeSpans. */
export function readScope(bytes: Uint8Array, at: number, length: number, schemaAt: number, schemaBytes: number): Scope {
  return new SpanReader(1).scope(bytes, at, length, schemaAt, schemaBytes);
}
