/** What proxies put in front of a path; RFC 9112 wants it understood. */
const ORIGIN = /^https?:\/\/[^/?]*/i;

/** The path of a request target, without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  return path.startsWith('/') ? path : path.replace(ORIGIN, '') || '/';
}
