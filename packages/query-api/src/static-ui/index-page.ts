// Fills the lines of an index.html that a tracing UI reads at start: every spelling that either generation
// of jaeger-ui has used. A line that is not there is left alone.

/** What the page is told about the server. */
export interface PageFacts {
  /** Without a slash at its end; '' for the root. */
  readonly basePath: string;
  readonly version: { readonly gitCommit: string; readonly gitVersion: string; readonly buildDate: string };
  readonly archiveStorage: boolean;
}

export type UiConfig =
  | { readonly kind: 'none' }
  /** A JSON text without line breaks. */
  | { readonly kind: 'json'; readonly text: string }
  /** JavaScript that defines `function UIConfig()`. */
  | { readonly kind: 'js'; readonly text: string };

const CONFIG_JS_LINES = /^\s*\/\/\s*JAEGER_CONFIG_JS.*\n.*/im;

/** Replacements are functions, because `$` in a configuration must stay `$`. */
export function renderIndex(template: string, facts: PageFacts, config: UiConfig): string {
  const { archiveStorage } = facts;
  const backend = { archiveStorage, metricsStorage: false, aiAssistant: false, searchWithoutServiceName: false };
  const page = template
    .replace(assignment('STORAGE_CAPABILITIES'), () => assigned('STORAGE_CAPABILITIES', { archiveStorage }))
    .replace(assignment('BACKEND_CAPABILITIES'), () => assigned('BACKEND_CAPABILITIES', backend))
    .replace(assignment('VERSION'), () => assigned('VERSION', facts.version))
    .replace('<base href="/"', () => `<base href="${attributeSafe(facts.basePath)}/"`);
  // Last: what it holds is the operator's text and no place to fill.
  if (config.kind === 'js') return page.replace(CONFIG_JS_LINES, () => scriptSafe(config.text));
  if (config.kind === 'none') return page;
  return page.replace(assignment('CONFIG'), () => `JAEGER_CONFIG = ${jsonSafe(config.text)};`);
}

function assignment(name: string): RegExp {
  return new RegExp(`JAEGER_${name} *= *DEFAULT_${name};`);
}

function assigned(name: string, value: object): string {
  return `JAEGER_${name} = ${jsonSafe(JSON.stringify(value))};`;
}

/** JSON inside a script element: nothing in it may look like markup or end a line. */
function jsonSafe(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** JavaScript inside a script element: an end tag or a comment in a string must not end the script. */
function scriptSafe(script: string): string {
  return script.replace(/<\/(?=script)/gi, () => '<\\/').replaceAll('<!--', '<\\!--');
}

function attributeSafe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
