// The value of --agent.tags and --collector.tags: key=value pairs with commas between, blanks around either part do
// not count. A value ${NAME} is an environment variable, ${NAME:text} has a default.

type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLE = /^\$\{([^:}]*)(:([^}]*))?\}$/;

/** Later pairs of a key win. A pair whose variable is not set and has no default is left out. */
export function tagList(text: string, env: Environment = process.env): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const pair of pairsOf(text)) {
    const at = pair.indexOf('=');
    const value = resolved(pair.slice(at + 1).trim(), env);
    if (at >= 0 && value !== null) tags.set(pair.slice(0, at).trim(), value);
  }
  return tags;
}

/** One sentence for a list that cannot be read, which names `flag`; null = it can. */
export function tagListProblem(flag: string, text: string): string | null {
  const wrong = pairsOf(text).find((pair) => pair.indexOf('=') < 1);
  return wrong === undefined ? null : `--${flag}: "${wrong}" is not key=value`;
}

function pairsOf(text: string): readonly string[] {
  return text.trim() === '' ? [] : text.split(',').map((pair) => pair.trim());
}

function resolved(text: string, env: Environment): string | null {
  const variable = VARIABLE.exec(text);
  if (variable === null) return text;
  const [, name = '', withDefault, fallback = ''] = variable;
  const value = env[name] ?? '';
  if (value !== '') return value;
  return withDefault === undefined ? null : fallback;
}
