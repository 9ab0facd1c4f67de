// Resource and InstrumentationScope messages to plain objects, sanitised.
import type { Resource, Scope } from '@spoor/core';
import type { ProtoReader } from '../protobuf/proto-reader.ts';
import type { TextReader } from '../protobuf/text-reader.ts';
import type { ValueReader } from './value-reader.ts';

/** The Resource from the cursor to its end, into `resource`. */
export function readResourceFields(r: ProtoReader, values: ValueReader, resource: Resource): void {
  values.startList();
  while (r.pos < r.end) {
    const tag = r.tag();
    if (tag === 0x0a) values.sanitised(r, r.lengthEnd(), resource.attributes);
    else if (tag === 0x10) resource.droppedAttributesCount = r.uint32();
    else r.skip(tag);
  }
  values.endList(resource.attributes);
}

/** The InstrumentationScope from the cursor to its end, into `scope`. */
export function readScopeFields(r: ProtoReader, texts: TextReader, values: ValueReader, scope: Scope): void {
  values.startList();
  while (r.pos < r.end) {
    const tag = r.tag();
    if (tag === 0x0a) scope.name = texts.lossyField(r);
    else if (tag === 0x12) scope.version = texts.lossyField(r);
    else if (tag === 0x1a) values.sanitised(r, r.lengthEnd(), scope.attributes);
    else if (tag === 0x20) scope.droppedAttributesCount = r.uint32();
    else r.skip(tag);
  }
  values.endList(scope.attributes);
}
