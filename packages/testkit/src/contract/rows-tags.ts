// Jaeger's tag search: a key and a text, over everything that Jaeger shows as a tag or a log field.
import { type AttributeInput, double } from '../build/attributes.ts';
import type { SpanSpec } from '../build/span-builder.ts';
import { tag } from '../predicates.ts';
import type { MatchCase } from './match-case.ts';

/** `value` is found by `text` and by none of `others`. */
function textOf(value: AttributeInput, text: string, other: AttributeInput): MatchCase {
  return {
    where: tag('k', text),
    hits: [
      { attributes: { k: value } },
      { resource: { attributes: { k: value } } },
      { events: [{ attributes: { k: value } }] },
    ],
    misses: [{ attributes: { k: other } }, { attributes: { j: value } }, {}],
  };
}

function derived(key: string, text: string, hit: SpanSpec, ...misses: readonly SpanSpec[]): MatchCase {
  return { where: tag(key, text), hits: [hit], misses: [...misses, {}] };
}

export const tagRows = {
  'a tag on the span': (): MatchCase => ({
    where: tag('k', 'v'),
    hits: [{ attributes: { k: 'v' } }],
    misses: [
      { attributes: { k: 'vv' } },
      { attributes: { k: 'V' } },
      { attributes: { v: 'k' } },
      { attributes: { k: '' } },
    ],
  }),
  'a tag on the process': (): MatchCase => ({
    where: tag('host', 'a'),
    hits: [{ resource: { attributes: { host: 'a' } } }],
    misses: [{ resource: { attributes: { host: 'b' } } }, {}],
  }),
  'a field of a log': (): MatchCase => ({
    where: tag('k', 'v'),
    hits: [{ events: [{ name: 'e' }, { attributes: { k: 'v' } }] }],
    misses: [{ events: [{ name: 'e', attributes: { k: 'w' } }] }, { events: [{ name: 'v' }] }],
  }),
  'the name of an event is its log field "event"': (): MatchCase => ({
    where: tag('event', 'exception'),
    hits: [{ events: [{ name: 'exception' }] }],
    misses: [{ events: [{ name: 'other' }] }, { operation: 'exception' }],
  }),
  'one of several values under one key': (): MatchCase => ({
    where: tag('k', 'b'),
    hits: [
      {
        attributes: [
          ['k', 'a'],
          ['k', 'b'],
          ['k', 'c'],
        ],
      },
    ],
    misses: [
      {
        attributes: [
          ['k', 'a'],
          ['k', 'c'],
        ],
      },
    ],
  }),
  'a tag with an empty text': (): MatchCase => ({
    where: tag('k', ''),
    hits: [{ attributes: { k: '' } }],
    misses: [{ attributes: { k: ' ' } }, {}],
  }),
  'a tag in any script': (): MatchCase => ({
    where: tag('ключ', '値 🔍'),
    hits: [{ attributes: { ключ: '値 🔍' } }],
    misses: [{ attributes: { ключ: '値' } }],
  }),
  'a long text': (): MatchCase => ({
    where: tag('k', 'x'.repeat(5_000)),
    hits: [{ attributes: { k: 'x'.repeat(5_000) } }],
    misses: [{ attributes: { k: 'x'.repeat(4_999) } }, { attributes: { k: 'x'.repeat(5_001) } }],
  }),
  'an int by its decimal text': (): MatchCase => textOf(500, '500', 501),
  'a negative int by its decimal text': (): MatchCase => textOf(-7, '-7', 7),
  'an int beyond 2^53 by its decimal text': (): MatchCase =>
    textOf(9_223_372_036_854_775_807n, '9223372036854775807', 9_223_372_036_854_775_806n),
  'a bool by true': (): MatchCase => textOf(true, 'true', false),
  'a bool by false': (): MatchCase => textOf(false, 'false', true),
  'a double by its shortest text': (): MatchCase => textOf(0.1, '0.1', 0.2),
  'a whole double without a point': (): MatchCase => textOf(double(3), '3', double(4)),
  'a double by ten digits': (): MatchCase =>
    textOf(double(12_345_678_912.5), '1.234567891e+10', double(12_345_678_922.5)),
  'a small double with an exponent of two digits': (): MatchCase => textOf(double(1e-7), '1e-07', double(1e-6)),
  'a huge double with its exponent': (): MatchCase => textOf(double(1e21), '1e+21', double(1e20)),
  'bytes by lower-case hex': (): MatchCase => textOf(Uint8Array.of(0, 171, 255), '00abff', Uint8Array.of(0, 171)),
  'a string that looks like a number is text': (): MatchCase => textOf('500', '500', '0500'),
  'the kind as the tag span.kind': (): MatchCase =>
    derived('span.kind', 'server', { kind: 'server' }, { kind: 'client' }),
  'an error as the tag error': (): MatchCase => derived('error', 'true', { status: 'error' }, { status: 'ok' }),
  'the status as the tag otel.status_code': (): MatchCase =>
    derived('otel.status_code', 'OK', { status: 'ok' }, { status: 'error' }),
  'the status message as the tag otel.status_description': (): MatchCase =>
    derived('otel.status_description', 'no', { status: 'error', statusMessage: 'no' }, { status: 'error' }),
  'the scope as the tags otel.scope.name and otel.scope.version': (): MatchCase => ({
    where: { op: 'and', args: [tag('otel.scope.name', 'lib'), tag('otel.scope.version', '1.0')] },
    hits: [{ scope: { name: 'lib', version: '1.0' } }],
    misses: [{ scope: { name: 'lib' } }, { scope: { version: '1.0' } }],
  }),
  'the trace state as the tag w3c.tracestate': (): MatchCase =>
    derived('w3c.tracestate', 'a=1', { traceState: 'a=1' }, { traceState: 'a=2' }),
};
