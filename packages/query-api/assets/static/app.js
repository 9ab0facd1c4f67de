// The small page: a search form over the v1 API and the list of what it finds. Names come from whoever
// sends spans, so they only ever become text nodes, never markup.
import { durationText, parseTags, summary, tagsAsText, timeText } from './traces.js';

const form = document.getElementById('search');
const statusLine = document.getElementById('status');
const table = document.getElementById('traces');
const fields = form.elements;
let latest = 0;

document.getElementById('version').textContent = window.getJaegerVersion().gitVersion;
document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault(); // a fragment would be resolved against the base path
  document.getElementById('results').focus();
});
fields.service.addEventListener('change', () => {
  fillOperations('').catch((error) => say(error.message, true));
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void find();
});
await start();

/** Restores the form from the address: /search?service=… and /trace/ID, as Jaeger's UI spells them. */
async function start() {
  const wanted = new URLSearchParams(location.search);
  for (const name of ['tags', 'lookback', 'minDuration', 'maxDuration', 'limit', 'traceID']) {
    const value = wanted.get(name);
    if (value !== null) fields[name].value = name === 'tags' ? tagsAsText(value) : value;
  }
  if (fields.lookback.selectedIndex < 0) fields.lookback.value = '3600';
  const trace = /\/trace\/([0-9a-fA-F]{1,32})$/.exec(location.pathname);
  if (trace !== null) fields.traceID.value = trace[1];
  try {
    fill(fields.service, ((await ask('api/services')) ?? []).toSorted(), wanted.get('service'));
    await fillOperations(wanted.get('operation') ?? '');
  } catch (error) {
    say(`Services could not be read: ${error.message}`, true);
  }
  if (trace !== null || wanted.has('service') || wanted.has('traceID')) await find();
}

async function fillOperations(chosen) {
  const service = fields.service.value;
  if (service === '') return fill(fields.operation, [''], '');
  const names = (await ask(`api/services/${encodeURIComponent(service)}/operations`)) ?? [];
  if (service === fields.service.value) fill(fields.operation, ['', ...names.toSorted()], chosen);
}

function fill(select, values, chosen) {
  const options = values.map((value) => new Option(value === '' ? 'all' : value, value));
  select.replaceChildren(...options);
  if (chosen !== null && values.includes(chosen)) select.value = chosen;
}

async function find() {
  const mine = ++latest;
  const parameters = searchParameters();
  if (parameters === null) return;
  history.replaceState(null, '', `search?${parameters}`);
  say('Searching…');
  table.hidden = true;
  try {
    const traces = await ask(`api/traces?${withTimes(parameters)}`);
    if (mine !== latest) return;
    show(traces.map(summary).toSorted((a, b) => b.start - a.start));
  } catch (error) {
    if (mine === latest) say(error.message, true);
  }
}

/** What the address shows; null when there is nothing to ask, which is then said. */
function searchParameters() {
  const traceId = fields.traceID.value.trim();
  if (traceId !== '') return new URLSearchParams({ traceID: traceId });
  if (fields.service.value === '') {
    say('No service has sent spans yet.');
    return null;
  }
  const tags = parseTags(fields.tags.value);
  if (tags === null) {
    fields.tags.focus();
    say('Tags must be key=value pairs, e.g. http.status_code=500 user="Eva B"', true);
    return null;
  }
  const parameters = new URLSearchParams({ service: fields.service.value, limit: fields.limit.value || '20' });
  for (const name of ['operation', 'minDuration', 'maxDuration', 'lookback']) {
    const value = fields[name].value.trim();
    if (value !== '') parameters.set(name, value);
  }
  if (Object.keys(tags).length > 0) parameters.set('tags', JSON.stringify(tags));
  return parameters;
}

function withTimes(parameters) {
  const end = Date.now() * 1000;
  const all = new URLSearchParams(parameters);
  if (!all.has('traceID')) {
    all.set('end', String(end));
    all.set('start', String(end - Number(fields.lookback.value) * 1e6));
  }
  return all;
}

async function ask(path) {
  const response = await fetch(path, { credentials: 'same-origin' });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.errors?.map((error) => error.msg).join('; ') ?? `HTTP ${response.status}`);
  if (body?.errors?.length > 0 && body.data.length === 0) throw new Error(body.errors[0].msg);
  return body?.data ?? null;
}

function show(traces) {
  table.tBodies[0].replaceChildren(...traces.map(row));
  table.hidden = traces.length === 0;
  say(traces.length === 0 ? 'No traces found.' : `${traces.length} ${traces.length === 1 ? 'trace' : 'traces'} found.`);
}

function row(trace) {
  const link = document.createElement('a');
  link.href = `api/traces/${encodeURIComponent(trace.id)}?prettyPrint=true`;
  link.textContent = trace.id;
  const line = document.createElement('tr');
  line.append(
    cell(link),
    cell(trace.root),
    cell(timeText(trace.start)),
    cell(durationText(trace.durationUs), 'number'),
    cell(String(trace.spans), 'number'),
    cell(String(trace.errors), trace.errors > 0 ? 'number bad' : 'number'),
  );
  return line;
}

function cell(content, className = '') {
  const element = document.createElement('td');
  element.append(content);
  element.className = className;
  return element;
}

function say(text, bad = false) {
  statusLine.textContent = text;
  statusLine.classList.toggle('bad', bad);
}
