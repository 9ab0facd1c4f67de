// path.Clean as Go's routers apply it to a request path: no `//`, `.` or `..`; a trailing slash stays.

/** `path` is percent-encoded and stays so. The same text back means: nothing to redirect. */
export function goCleanPath(path: string): string {
  if (!/\/\/|\/\.{1,2}(\/|$)/.test(path) && path.startsWith('/')) return path;
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') kept.pop();
    else kept.push(part);
  }
  const clean = `/${kept.join('/')}`;
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean;
}
