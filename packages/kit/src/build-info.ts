// Which build this is. The bundler puts the text of the object in; sources run unbuilt know nothing.

export interface BuildInfo {
  readonly gitCommit: string;
  readonly gitVersion: string;
  readonly buildDate: string;
}

declare const SPOOR_BUILD: string | undefined;

export function buildInfo(): BuildInfo {
  const built: unknown = typeof SPOOR_BUILD === 'string' ? JSON.parse(SPOOR_BUILD) : {};
  const text = (key: string): string => {
    const value =
      typeof built === 'object' && built !== null ? Object.entries(built).find(([name]) => name === key) : undefined;
    return typeof value?.[1] === 'string' ? value[1] : '';
  };
  return { gitCommit: text('gitCommit'), gitVersion: text('gitVersion') || 'dev', buildDate: text('buildDate') };
}
