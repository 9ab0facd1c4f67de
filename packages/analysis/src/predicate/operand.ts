// Where a predicate's operand finds its values. An operand may hold several values (a key at two levels,
// any event of the span) or none; `Reader` asks whether some value passes a test.
import {
  type Attribute,
  type AttributeOperand,
  type FieldOperand,
  type Operand,
  type Span,
  type SpanEvent,
  type SpanLink,
  TracingError,
} from '@spoor/core';
import { type FieldType, fieldOf } from './fields.ts';
import type { Bound, Test, Value } from './value.ts';

/** True when some value of the operand passes `test`. */
export type Reader = (span: Span, bound: Bound, test: Test) => boolean;

/** `any` = an attribute: only the stored span knows its type. */
export interface CompiledOperand {
  readonly type: FieldType | 'any';
  readonly read: Reader;
}

/** @throws TracingError INVALID_ARGUMENT for a field that does not exist */
export function compileOperand(operand: Operand): CompiledOperand {
  return operand.kind === 'attribute' ? { type: 'any', read: attributeReader(operand) } : fieldReader(operand);
}

function attributeReader(operand: AttributeOperand): Reader {
  const { key } = operand;
  const some = (attributes: readonly Attribute[], test: Test): boolean => {
    for (const attribute of attributes) if (attribute.key === key && test(attribute.value)) return true;
    return false;
  };
  switch (operand.level) {
    case 'any':
      return (span, _, test) => some(span.attributes, test) || some(span.resource.attributes, test);
    case 'span':
      return (span, _, test) => some(span.attributes, test);
    case 'resource':
      return (span, _, test) => some(span.resource.attributes, test);
    case 'scope':
      return (span, _, test) => some(span.scope.attributes, test);
    case 'event':
      return overEvents((event, _, test) => some(event.attributes, test));
    case 'link':
      return overLinks((link, _, test) => some(link.attributes, test));
  }
}

function fieldReader(operand: FieldOperand): CompiledOperand {
  const field = fieldOf(operand.level, operand.name);
  if (field === null) throw new TracingError('INVALID_ARGUMENT', `filter: no field ${operand.level}.${operand.name}`);
  const passes = (value: Value | null, test: Test): boolean => value !== null && test(value);
  switch (field.level) {
    case 'span': {
      const { of } = field;
      return { type: field.type, read: (span, _, test) => passes(of(span), test) };
    }
    case 'event': {
      const { of } = field;
      return { type: field.type, read: overEvents((event, span, test) => passes(of(event, span), test)) };
    }
    case 'link': {
      const { of } = field;
      return { type: field.type, read: overLinks((link, _, test) => passes(of(link), test)) };
    }
  }
}

/** Inside `some` the event at hand, elsewhere every event of the span. */
function overEvents(read: (event: SpanEvent, span: Span, test: Test) => boolean): Reader {
  return (span, bound, test) => {
    if (bound.event !== null) return read(bound.event, span, test);
    for (const event of span.events) if (read(event, span, test)) return true;
    return false;
  };
}

function overLinks(read: (link: SpanLink, span: Span, test: Test) => boolean): Reader {
  return (span, bound, test) => {
    if (bound.link !== null) return read(bound.link, span, test);
    for (const link of span.links) if (read(link, span, test)) return true;
    return false;
  };
}
