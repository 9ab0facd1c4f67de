// The messages of jaeger.api_v2 that carry spans, as tags (field number * 8 + wire type).

export const REQUEST_BATCH = 0x0a;

export const BATCH_SPAN = 0x0a;
export const BATCH_PROCESS = 0x12;

export const SPAN_TRACE_ID = 0x0a;
export const SPAN_ID = 0x12;
export const SPAN_OPERATION = 0x1a;
export const SPAN_REFERENCE = 0x22;
export const SPAN_FLAGS = 0x28;
export const SPAN_START = 0x32;
export const SPAN_DURATION = 0x3a;
export const SPAN_TAG = 0x42;
export const SPAN_LOG = 0x4a;
export const SPAN_PROCESS = 0x52;
export const SPAN_PROCESS_ID = 0x5a;
export const SPAN_WARNING = 0x62;

export const REFERENCE_TRACE_ID = 0x0a;
export const REFERENCE_SPAN_ID = 0x12;
export const REFERENCE_TYPE = 0x18;

export const LOG_TIME = 0x0a;
export const LOG_FIELD = 0x12;

export const PROCESS_SERVICE = 0x0a;
export const PROCESS_TAG = 0x12;

export const TAG_KEY = 0x0a;
export const TAG_TYPE = 0x10;
export const TAG_TEXT = 0x1a;
export const TAG_BOOL = 0x20;
export const TAG_INT = 0x28;
export const TAG_DOUBLE = 0x31;
export const TAG_BYTES = 0x3a;

/** Of google.protobuf.Timestamp and Duration. */
export const TIME_SECONDS = 0x08;
export const TIME_NANOS = 0x10;

/** Numbers of ValueType. */
export const TYPE_TEXT = 0;
export const TYPE_BOOL = 1;
export const TYPE_INT = 2;
export const TYPE_DOUBLE = 3;
export const TYPE_BYTES = 4;

/** Number of SpanRefType; every other is CHILD_OF. */
export const FOLLOWS_FROM = 1;

/** What stands for a process where neither the batch nor the span has one. */
export const NO_PROCESS_SERVICE = 'null-process-and-service-name';
