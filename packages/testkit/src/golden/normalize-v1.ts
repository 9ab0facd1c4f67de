// Takes out of a v1 JSON answer what carries no meaning in Jaeger's: the order of spans and traces, process
// ids, the order of a span's warnings and of lists of names; for Zipkin, whose tags pass through Go maps, also the
// order of tags. Everything else stays and is compared.

type Json = Readonly<Record<string, unknown>>;

/** `kept`: tags must come in the recorded order; `any`: in whatever order. */
export type TagOrder = 'kept' | 'any';

/** `body` is the parsed answer; what is not an envelope with data comes back as it is. */
export function normalizeV1(body: unknown, tagOrder: TagOrder = 'kept'): unknown {
  if (!isRecord(body)) return body;
  const { data } = body;
  if (!Array.isArray(data)) return body;
  return { ...body, data: sortedByText(data.map((item) => (isTrace(item) ? normalizeTrace(item, tagOrder) : item))) };
}

function normalizeTrace(trace: Json, tagOrder: TagOrder): Json {
  const { processes, spans, ...rest } = trace;
  const byId = isRecord(processes) ? processes : {};
  const list = Array.isArray(spans) ? spans.filter(isRecord) : [];
  return { ...rest, spans: sortedByText(list.map((span) => normalizeSpan(span, byId, tagOrder))) };
}

/** The process in place of its id, which only says in which order spans came. */
function normalizeSpan(span: Json, processes: Json, tagOrder: TagOrder): Json {
  const { processID, warnings, ...rest } = span;
  const process = typeof processID === 'string' ? (processes[processID] ?? null) : null;
  const whole = { ...rest, process, warnings: Array.isArray(warnings) ? sortedByText(warnings) : warnings };
  if (tagOrder === 'kept') return whole;
  return { ...whole, ...sortedTags(rest, 'tags'), process: isRecord(process) ? sortedTags(process, 'tags') : process };
}

function sortedTags(holder: Json, key: string): Json {
  const tags = holder[key];
  return { ...holder, [key]: Array.isArray(tags) ? sortedByText(tags) : tags };
}

function isTrace(item: unknown): item is Json {
  return isRecord(item) && 'spans' in item;
}

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedByText(items: readonly unknown[]): unknown[] {
  const keyed = items.map((item) => ({ item, text: stableText(item) }));
  keyed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return keyed.map(({ item }) => item);
}

/** JSON with the keys of every object in order. */
function stableText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
