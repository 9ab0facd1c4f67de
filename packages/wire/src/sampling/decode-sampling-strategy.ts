// jaeger.api_v2.SamplingStrategyResponse, as another collector answers it. Unknown fields are passed over; numbers
// that no JSON can hold are refused, since the answer goes on as JSON.
import type { OperationSampling, SamplingStrategy } from '@spoor/core';
import { malformed } from '../protobuf/malformed.ts';
import { ProtoReader, WIRE_FIXED64, WIRE_LENGTH, WIRE_VARINT } from '../protobuf/proto-reader.ts';
import { TextReader } from '../protobuf/text-reader.ts';
import {
  DEFAULT_LOWER_BOUND,
  DEFAULT_PROBABILITY,
  DEFAULT_UPPER_BOUND,
  MAX_TRACES_PER_SECOND,
  OPERATION,
  OPERATION_PROBABILISTIC,
  OPERATIONS,
  PER_OPERATION,
  PROBABILISTIC,
  RATE_LIMITING,
  SAMPLING_RATE,
  STRATEGY_TYPE,
  STRATEGY_TYPES,
} from './sampling-fields.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Throws PAYLOAD_MALFORMED with the offset. */
export function decodeSamplingStrategy(bytes: Uint8Array): SamplingStrategy {
  const strategy: Mutable<SamplingStrategy> = {
    type: STRATEGY_TYPES[0],
    samplingRate: null,
    maxTracesPerSecond: null,
    operations: null,
  };
  eachField(new ProtoReader(bytes), {
    [STRATEGY_TYPE * 8 + WIRE_VARINT]: (r) => {
      const at = r.pos;
      const type = STRATEGY_TYPES[r.uint32()];
      if (type === undefined) throw malformed(`unknown type ${r.lo} of a sampling strategy`, at);
      strategy.type = type;
    },
    [PROBABILISTIC * 8 + WIRE_LENGTH]: (r) => {
      strategy.samplingRate = readRate(inner(r));
    },
    [RATE_LIMITING * 8 + WIRE_LENGTH]: (r) => {
      strategy.maxTracesPerSecond = readTraces(inner(r));
    },
    [OPERATIONS * 8 + WIRE_LENGTH]: (r) => {
      strategy.operations = readOperations(inner(r));
    },
  });
  return strategy;
}

type Fields = Readonly<Record<number, (r: ProtoReader) => void>>;

/** Hands each field to the function under its tag. */
function eachField(r: ProtoReader, fields: Fields): void {
  while (r.pos < r.end) {
    const tag = r.tag();
    const read = fields[tag];
    if (read === undefined) r.skip(tag);
    else read(r);
  }
}

/** The nested message at the cursor, which moves behind it. */
function inner(r: ProtoReader): ProtoReader {
  const end = r.lengthEnd();
  const nested = new ProtoReader(r.bytes, r.pos, end);
  r.pos = end;
  return nested;
}

function readRate(message: ProtoReader): number {
  let rate = 0;
  eachField(message, {
    [SAMPLING_RATE * 8 + WIRE_FIXED64]: (r) => {
      rate = readDouble(r);
    },
  });
  return rate;
}

function readTraces(message: ProtoReader): number {
  let traces = 0;
  eachField(message, {
    [MAX_TRACES_PER_SECOND * 8 + WIRE_VARINT]: (r) => {
      traces = r.uint32() | 0;
    },
  });
  return traces;
}

function readOperations(message: ProtoReader): OperationSampling {
  const perOperation: Mutable<OperationSampling['perOperation'][number]>[] = [];
  const operations = {
    defaultSamplingProbability: 0,
    defaultLowerBoundTracesPerSecond: 0,
    defaultUpperBoundTracesPerSecond: 0,
    perOperation,
  };
  const texts = new TextReader(1);
  eachField(message, {
    [DEFAULT_PROBABILITY * 8 + WIRE_FIXED64]: (r) => {
      operations.defaultSamplingProbability = readDouble(r);
    },
    [DEFAULT_LOWER_BOUND * 8 + WIRE_FIXED64]: (r) => {
      operations.defaultLowerBoundTracesPerSecond = readDouble(r);
    },
    [PER_OPERATION * 8 + WIRE_LENGTH]: (r) => {
      perOperation.push(readOperation(inner(r), texts));
    },
    [DEFAULT_UPPER_BOUND * 8 + WIRE_FIXED64]: (r) => {
      operations.defaultUpperBoundTracesPerSecond = readDouble(r);
    },
  });
  return operations;
}

function readOperation(message: ProtoReader, texts: TextReader): OperationSampling['perOperation'][number] {
  const item = { operation: '', samplingRate: 0 };
  eachField(message, {
    [OPERATION * 8 + WIRE_LENGTH]: (r) => {
      item.operation = texts.lossyField(r);
    },
    [OPERATION_PROBABILISTIC * 8 + WIRE_LENGTH]: (r) => {
      item.samplingRate = readRate(inner(r));
    },
  });
  return item;
}

function readDouble(r: ProtoReader): number {
  const at = r.pos;
  r.fixed64();
  const scratch = new DataView(new ArrayBuffer(8));
  scratch.setUint32(0, r.hi);
  scratch.setUint32(4, r.lo);
  const value = scratch.getFloat64(0);
  if (!Number.isFinite(value)) throw malformed(`a sampling strategy with the number ${value}`, at);
  return value;
}
