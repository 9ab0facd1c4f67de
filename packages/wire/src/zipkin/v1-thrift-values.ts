// Typed values of zipkincore.BinaryAnnotation; numbers are big-endian. 16 and 32 bits are read without a sign and
// bytes become base64, as Jaeger 1.76 does.
import type { TextRange } from './text-range.ts';
import type { V1Value } from './v1-value.ts';

const BOOL = 0;
const BYTES = 1;
const I16 = 2;
const I32 = 3;
const I64 = 4;
const DOUBLE = 5;
const STRING = 6;
const TOO_SHORT = '<not enough bytes representing the number>';

/** `type`: the annotation's; `text`: its bytes. */
export function readThriftValue(value: V1Value, type: number, text: TextRange): void {
  const { bytes, start, end, length } = text;
  if (type === STRING) {
    value.clear();
    value.text.set(bytes, start, end);
  } else if (type === BOOL) value.setBool(length === 1 && bytes[start] === 1);
  else if (type === BYTES)
    value.setText(Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('base64'));
  else if (type >= I16 && type <= DOUBLE) readNumber(value, type, text);
  else value.setText(`<unknown zipkin v1 binary annotation type (${type})>`);
}

function readNumber(value: V1Value, type: number, text: TextRange): void {
  const { bytes, start, length } = text;
  const wanted = type === I16 ? 2 : type === I32 ? 4 : 8;
  if (length < wanted) {
    value.setText(TOO_SHORT);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, wanted);
  if (type === I16) value.setInt(view.getUint16(0), 0);
  else if (type === I32) value.setInt(view.getUint32(0), 0);
  else if (type === I64) value.setInt(view.getUint32(4), view.getUint32(0));
  else value.setDouble(view.getFloat64(0));
}
