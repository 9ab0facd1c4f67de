// The v1 JSON API as a user of curl sees it; only the fields that tests look at.

interface V1Tag {
  readonly key: string;
  readonly type: string;
  readonly value: unknown;
}

interface V1Span {
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  readonly startTime: number;
  readonly duration: number;
  readonly tags: readonly V1Tag[];
  readonly logs: readonly { readonly timestamp: number; readonly fields: readonly V1Tag[] }[];
  readonly processID: string;
}

export interface V1Trace {
  readonly traceID: string;
  readonly spans: readonly V1Span[];
  readonly processes: Readonly<Record<string, { readonly serviceName: string; readonly tags: readonly V1Tag[] }>>;
}

/** Fails on any status but 200. */
export async function getData<T>(base: string, path: string): Promise<readonly T[]> {
  const answer = await fetch(base + path);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
  const { data } = JSON.parse(text) as { readonly data: readonly T[] | null };
  return data ?? [];
}

/** Ids of the traces that GET /api/traces finds. */
export async function search(base: string, params: Readonly<Record<string, string>>): Promise<string[]> {
  const traces = await getData<V1Trace>(base, `/api/traces?${new URLSearchParams(params)}`);
  return traces.map((trace) => trace.traceID);
}
