// What the page makes of texts and traces; nothing here touches the page.

/** `a=b c="d e"` or a JSON object; null when it is neither. */
export function parseTags(text) {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    try {
      return JSON.parse(trimmed);
    } catch {
      return null;
    }
  }
  const tags = Object.create(null);
  const pair = /\s*([^\s=]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?=\s|$)/y;
  while (pair.lastIndex < trimmed.length) {
    const match = pair.exec(trimmed);
    if (match === null) return null;
    tags[match[1]] = match[3] ?? match[2].replace(/\\(.)/g, '$1');
  }
  return tags;
}

export function tagsAsText(json) {
  try {
    return Object.entries(JSON.parse(json))
      .map(([key, value]) => `${key}=${/^[^\s"]*$/.test(value) ? value : JSON.stringify(value)}`)
      .join(' ');
  } catch {
    return json;
  }
}

/** One row's worth of a trace: the root is the earliest span whose parent is not in the trace. */
export function summary(trace) {
  const ids = new Set(trace.spans.map((span) => span.spanID));
  const start = trace.spans.reduce((least, span) => Math.min(least, span.startTime), Infinity);
  const end = trace.spans.reduce((most, span) => Math.max(most, span.startTime + span.duration), -Infinity);
  const isRoot = (span) => !span.references.some((r) => r.traceID === trace.traceID && ids.has(r.spanID));
  const root = trace.spans.filter(isRoot).toSorted((a, b) => a.startTime - b.startTime)[0] ?? trace.spans[0];
  const isError = (span) => span.tags.some((tag) => tag.key === 'error' && String(tag.value) === 'true');
  return {
    id: trace.traceID,
    root: `${trace.processes[root.processID].serviceName}: ${root.operationName}`,
    start,
    durationUs: end - start,
    spans: trace.spans.length,
    errors: trace.spans.filter(isError).length,
  };
}

export function timeText(us) {
  const date = new Date(us / 1000);
  return Number.isNaN(date.getTime()) ? `${us} µs` : date.toLocaleString();
}

export function durationText(us) {
  if (us < 1000) return `${us} µs`;
  if (us < 1e6) return `${(us / 1000).toFixed(1)} ms`;
  return `${(us / 1e6).toFixed(2)} s`;
}
