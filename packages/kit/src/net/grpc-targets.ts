// Addresses of gRPC servers as flags give them.

/** Go's scheme for "hand the rest to the dialer", which is what a target without a scheme means here. */
const PASSTHROUGH = /^passthrough:\/\/\/?/;
const SCHEMES = ['dns', 'ipv4', 'ipv6', 'unix'];

/**
 * gRPC targets for the entries of a list flag: verbatim (`dns:///name:14250` stays), blanks trimmed, none empty; one
 * that begins with its port is on this machine.
 */
export function grpcTargets(entries: readonly string[]): readonly string[] {
  return entries
    .map((entry) => entry.trim().replace(PASSTHROUGH, ''))
    .filter((entry) => entry !== '')
    .map((entry) => (entry.startsWith(':') ? `localhost${entry}` : entry));
}

/** What is wrong with a target, or null. A wrong one would otherwise be looked up in DNS for ever. */
export function targetProblem(target: string): string | null {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(target)?.[1];
  if (scheme !== undefined && !SCHEMES.includes(scheme)) {
    return `gRPC has no scheme ${scheme}; write host:port or dns:///host:port`;
  }
  return /\s/.test(target) ? 'has a blank in it; write host:port' : null;
}

/** The host in a target, which its certificate must name. IPv6 without brackets. */
export function targetHost(target: string): string {
  const path = target.replace(/^(dns|ipv4|ipv6):(\/\/[^/]*\/)?/, '');
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(path);
  return match?.[1] ?? match?.[2] ?? path;
}
