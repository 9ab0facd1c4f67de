import { NameTable, type SpanBatch, TracingError } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodeOtlpProto } from '../../src/index.ts';
import { fixture } from '../fixtures.ts';
import {
  attribute,
  cat,
  field,
  fixed32Field,
  fixed64Field,
  paddedVarint,
  requestOf,
  SPAN_ID,
  TRACE_ID,
  tag,
  varintField,
} from '../raw-proto.ts';

function decode(bytes: Uint8Array): SpanBatch {
  return decodeOtlpProto(bytes, new NameTable());
}

function refusal(bytes: Uint8Array): TracingError {
  try {
    decode(bytes);
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
  return expect.fail('decoded');
}

const HEX_TRACE_ID = Buffer.from(TRACE_ID).toString('hex');
const HEX_SPAN_ID = Buffer.from(SPAN_ID).toString('hex');

describe('ids', () => {
  test('are shown as lower-case hex', () => {
    const view = decode(requestOf(field(1, TRACE_ID), field(2, SPAN_ID), field(4, SPAN_ID))).span(0);
    expect([view.traceId, view.spanId, view.parentSpanId]).toEqual([HEX_TRACE_ID, HEX_SPAN_ID, HEX_SPAN_ID]);
  });

  const absent = [
    { title: 'absent ids are zeros and no parent', fields: [] },
    { title: 'empty ids are zeros and no parent', fields: [field(1), field(2), field(4)] },
    {
      title: 'zero ids stay zeros and are no parent',
      fields: [field(1, new Uint8Array(16)), field(2, new Uint8Array(8)), field(4, new Uint8Array(8))],
    },
    {
      title: 'an id that comes again empty is absent',
      fields: [field(1, TRACE_ID), field(1), field(2, SPAN_ID), field(2), field(4, SPAN_ID), field(4)],
    },
  ];
  test.for(absent)('$title', ({ fields }) => {
    const { traceId, spanId, parentSpanId } = decode(requestOf(...fields)).span(0);
    expect([traceId, spanId, parentSpanId]).toEqual(['0'.repeat(32), '0'.repeat(16), '']);
  });

  const wrong = [
    {
      title: 'a trace id of 8 bytes',
      fields: [field(1, SPAN_ID)],
      text: 'unmarshal: invalid TraceID length at byte 35',
    },
    {
      title: 'a trace id of 17 bytes',
      fields: [field(1, TRACE_ID, 'x')],
      text: 'unmarshal: invalid TraceID length at byte 35',
    },
    {
      title: 'a span id of 16 bytes',
      fields: [field(2, TRACE_ID)],
      text: 'unmarshal: invalid SpanID length at byte 35',
    },
    {
      title: 'a parent id of 7 bytes',
      fields: [field(4, 'sevenby')],
      text: 'unmarshal: invalid SpanID length at byte 35',
    },
    {
      title: 'the trace id of a link',
      fields: [field(13, field(1, 'x'))],
      text: 'unmarshal: invalid TraceID length at byte 37',
    },
    {
      title: 'the span id of a link',
      fields: [field(13, field(2, 'x'))],
      text: 'unmarshal: invalid SpanID length at byte 37',
    },
  ];
  test.for(wrong)('$title refuses the request with Jaeger’s text and the offset', ({ fields, text }) => {
    const error = refusal(requestOf(...fields));
    expect([error.code, error.message]).toEqual(['PAYLOAD_MALFORMED', text]);
  });

  test('one bad id refuses its good neighbours too, as Jaeger does', () => {
    expect(refusal(fixture('otlp-short-trace-id')).message).toMatch(/^unmarshal: invalid TraceID length/);
  });
});

describe('service names', () => {
  const service = (value: Uint8Array) => field(1, field(1, field(1, 'service.name'), value));
  const cases = [
    { title: 'the text of service.name', resource: field(1, attribute(1, 'service.name', 'shop')), want: 'shop' },
    { title: 'missing-service-name without a resource', resource: cat(), want: 'missing-service-name' },
    { title: 'missing-service-name with an empty resource', resource: field(1), want: 'missing-service-name' },
    {
      title: 'missing-service-name with other attributes',
      resource: field(1, attribute(1, 'k', 'v')),
      want: 'missing-service-name',
    },
    {
      title: 'empty-service-name for an empty text',
      resource: service(field(2, field(1))),
      want: 'empty-service-name',
    },
    { title: 'a space is a name', resource: service(field(2, field(1, ' '))), want: ' ' },
    {
      title: 'service-name-wrong-type for an int',
      resource: service(field(2, varintField(3, 1))),
      want: 'service-name-wrong-type',
    },
    {
      title: 'service-name-wrong-type for an empty value',
      resource: service(field(2)),
      want: 'service-name-wrong-type',
    },
    { title: 'service-name-wrong-type without a value', resource: service(cat()), want: 'service-name-wrong-type' },
    {
      title: 'nothing for a text that is not UTF-8',
      resource: service(field(2, field(1, Uint8Array.of(0xff)))),
      want: '',
    },
    {
      title: 'the first of two',
      resource: field(1, attribute(1, 'service.name', 'first'), attribute(1, 'service.name', 'second')),
      want: 'first',
    },
    {
      title: 'the last kind of value in one attribute',
      resource: service(field(2, field(1, 'text'), varintField(2, 1))),
      want: 'service-name-wrong-type',
    },
    {
      title: 'an unknown field after the value changes nothing',
      resource: service(field(2, field(1, 'shop'), varintField(12, 1))),
      want: 'shop',
    },
    {
      title: 'the resource may follow its spans',
      resource: cat(),
      after: field(1, attribute(1, 'service.name', 'late')),
      want: 'late',
    },
    {
      title: 'a resource that comes in two messages is one',
      resource: field(1, attribute(1, 'k', 'v')),
      after: field(1, attribute(1, 'service.name', 'merged')),
      want: 'merged',
    },
  ];
  test.for(cases)('$title', ({ resource, after, want }) => {
    const batch = decode(field(1, resource, field(2, field(2)), after ?? cat()));
    expect([batch.span(0).service, batch.span(0).toSpan().resource.serviceName]).toEqual([want, want]);
  });
});

describe('columns', () => {
  const nanos = 1_700_000_000_123_456_789n;
  const cases = [
    {
      title: 'a start is split into µs and ns',
      fields: [fixed64Field(7, nanos)],
      want: { startUs: 1_700_000_000_123_456, startNsRem: 789 },
    },
    {
      title: 'a start before 1970 is negative',
      fields: [fixed64Field(7, -1n)],
      want: { startUs: -1, startNsRem: 999 },
    },
    {
      title: 'a duration is end minus start',
      fields: [fixed64Field(7, nanos), fixed64Field(8, nanos + 5n)],
      want: { durationNs: 5 },
    },
    {
      title: 'equal times last 1 ns',
      fields: [fixed64Field(7, nanos), fixed64Field(8, nanos)],
      want: { durationNs: 1 },
    },
    {
      title: 'an end before the start lasts 1 ns',
      fields: [fixed64Field(7, nanos), fixed64Field(8, 1n)],
      want: { durationNs: 1 },
    },
    {
      title: 'a span over 1970',
      fields: [fixed64Field(7, -10n), fixed64Field(8, 10n)],
      want: { durationNs: 20, startUs: -1, startNsRem: 990 },
    },
    { title: 'a kind', fields: [varintField(6, 5)], want: { kind: 5 } },
    { title: 'an unknown kind is 0', fields: [varintField(6, 6)], want: { kind: 0 } },
    { title: 'a negative kind is 0', fields: [varintField(6, 2n ** 64n - 1n)], want: { kind: 0 } },
    { title: 'a padded kind', fields: [cat(tag(6, 0), paddedVarint(3, 10))], want: { kind: 3 } },
    { title: 'a status', fields: [field(15, varintField(3, 2))], want: { status: 2 } },
    { title: 'an unknown status is 0', fields: [field(15, varintField(3, 3))], want: { status: 0 } },
    {
      title: 'a second status without a code leaves the code',
      fields: [field(15, varintField(3, 2)), field(15, field(2, 'why'))],
      want: { status: 2 },
    },
    {
      title: 'of a repeated scalar the last counts',
      fields: [varintField(6, 1), varintField(6, 2)],
      want: { kind: 2 },
    },
  ];
  test.for(cases)('$title', ({ fields, want }) => {
    const { columns } = decode(requestOf(...fields));
    const row = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, (column as Uint8Array)[0]]));
    expect(row).toMatchObject(want);
  });

  test('span offsets point at the message, without tag and length', () => {
    const batch = decode(requestOf(field(5, 'name'), fixed32Field(16, 257)));
    const at = batch.columns.spanStart[0]!;
    const bytes = batch.bytes.slice(at, at + batch.columns.spanBytes[0]!);
    expect(bytes).toEqual(cat(field(5, 'name'), fixed32Field(16, 257)));
  });

  test('an operation that is not UTF-8 is invalid-span-name, an empty one stays empty', () => {
    const bytes = cat(requestOf(field(5, Uint8Array.of(0xc3))), requestOf());
    const batch = decode(bytes);
    expect([batch.span(0).operation, batch.span(1).operation]).toEqual(['invalid-span-name', '']);
  });

  test('all columns live in one buffer', () => {
    const { columns, resources, scopes } = decode(fixture('go-otlp-http'));
    const buffers = [columns, resources, scopes].flatMap((group) =>
      Object.values(group).map((column) => (column as Uint8Array).buffer),
    );
    expect(new Set(buffers).size).toBe(1);
  });
});

describe('shared parts', () => {
  const spans = (count: number) => Array.from({ length: count }, () => field(2));

  test('rows point at their resource and scope', () => {
    const bytes = cat(
      field(
        1,
        field(1, attribute(1, 'service.name', 'a')),
        field(2, ...spans(2)),
        field(2, field(1, field(1, 's')), ...spans(1)),
      ),
      field(1, field(2, ...spans(1))),
    );
    const { columns, resources, scopes } = decode(bytes);
    expect([...columns.resource]).toEqual([0, 0, 0, 1]);
    expect([...columns.scope]).toEqual([0, 0, 1, 2]);
    expect([resources.at.length, scopes.at.length]).toEqual([2, 3]);
  });

  test('resources and scopes without spans have no row', () => {
    const bytes = cat(field(1, field(1)), field(1, field(2, field(1))), field(1, field(2), field(2, ...spans(1))));
    const batch = decode(bytes);
    expect([batch.length, batch.resources.at.length, batch.scopes.at.length]).toEqual([1, 1, 1]);
  });

  test('schema URLs belong to the enclosing message', () => {
    const bytes = field(1, field(3, 'r'), field(2, field(3, 's'), field(2)));
    const { resource, scope } = decode(bytes).span(0).toSpan();
    expect([resource.schemaUrl, scope.schemaUrl]).toEqual(['r', 's']);
  });

  test('a scope that comes in two messages is one, and the bytes stay a valid message', () => {
    const bytes = field(1, field(2, field(1, field(1, 'name')), field(2), field(1, field(2, 'version'))));
    const batch = decode(bytes);
    expect(batch.span(0).toSpan().scope).toMatchObject({ name: 'name', version: 'version' });
    expect(decode(batch.bytes).span(0).toSpan().scope).toMatchObject({ name: 'name', version: 'version' });
  });

  test('neighbouring rows share resource and scope objects', () => {
    const batch = decode(field(1, field(1), field(2, ...spans(2))));
    const [first, second] = [batch.span(0).toSpan(), batch.span(1).toSpan()];
    expect(first.resource).toBe(second.resource);
    expect(first.scope).toBe(second.scope);
  });
});

describe('what protobuf allows', () => {
  test('an empty message is an empty batch', () => {
    expect(decode(new Uint8Array(0)).length).toBe(0);
  });

  test('unknown fields of every wire type are passed over, everywhere', () => {
    const unknown = cat(varintField(100, 2n ** 64n - 1n), fixed64Field(101, 1n), field(102, 'x'), fixed32Field(103, 1));
    const bytes = cat(
      unknown,
      field(
        1,
        unknown,
        field(1, unknown),
        field(2, unknown, field(1, unknown), field(2, unknown, field(5, 'n'), unknown)),
      ),
      unknown,
    );
    expect(decode(bytes).span(0).toSpan()).toMatchObject({ name: 'n', attributes: [] });
  });

  describe('spans by instrumentation library (field 1000, before OTLP 0.15), as by Jaeger', () => {
    const resource = field(1, attribute(1, 'service.name', 'svc'));
    const old = field(1000, field(1, field(1, 'lib')), field(2, field(5, 'old')));
    const names = (...parts: readonly Uint8Array[]): string[] => {
      const batch = decode(field(1, ...parts));
      return Array.from({ length: batch.length }, (_, row) => batch.span(row).operation);
    };

    test('are taken where there are none by scope', () => {
      expect(names(old, resource, old)).toEqual(['old', 'old']);
      const span = decode(field(1, old, resource))
        .span(0)
        .toSpan();
      expect([span.name, span.scope.name, span.resource.serviceName]).toEqual(['old', 'lib', 'svc']);
    });

    test('are passed over beside one scope, even an empty one', () => {
      expect(names(old, resource, field(2, field(2, field(5, 'new'))))).toEqual(['new']);
      expect(names(old, field(2))).toEqual([]);
    });

    test('each resource decides for itself', () => {
      const batch = decode(cat(field(1, old), field(1, field(2, field(2))), field(1, field(2), old), field(1, old)));
      const { columns } = batch;
      expect([batch.length, [...columns.resource], [...columns.scope]]).toEqual([3, [0, 1, 2], [0, 1, 2]]);
    });

    test('a field 1000 of another wire type is refused', () => {
      expect(() => decode(field(1, varintField(1000, 1)))).toThrow('wrong wire type 0 for field 1000 of ResourceSpans');
    });
  });

  test('padded tags and lengths are read', () => {
    const name = cat(paddedVarint(5 * 8 + 2, 3), paddedVarint(1, 10), 'n');
    const value = cat(paddedVarint(0x0a, 2), paddedVarint(1, 5), 'v');
    const batch = decode(requestOf(name, field(9, field(1, 'k'), field(2, value))));
    expect(batch.span(0).toSpan()).toMatchObject({
      name: 'n',
      attributes: [{ key: 'k', value: { type: 'string', value: 'v' } }],
    });
  });

  test('a view into a large buffer is copied, so that it does not pin it', () => {
    const pool = new Uint8Array(100_000);
    const request = requestOf(field(5, 'n'));
    pool.set(request, 500);
    const batch = decode(pool.subarray(500, 500 + request.length));
    expect([batch.bytes.buffer.byteLength, batch.span(0).operation]).toEqual([request.length, 'n']);
  });

  test('a row outside the batch is a RangeError', () => {
    expect(() => decode(requestOf()).span(1)).toThrow(RangeError);
  });
});
