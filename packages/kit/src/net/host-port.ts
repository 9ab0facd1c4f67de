// Addresses as Jaeger's flags take them: `:4317`, `4317`, `host:4317`, `[::1]:4317`.

export interface HostPort {
  /** '' = every interface. IPv6 without brackets. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
}

/** Go listens on IPv6 too when it is told 0.0.0.0, and deployments that say so count on it. */
export function isEveryInterface({ host }: HostPort): boolean {
  return host === '' || host === '0.0.0.0';
}

/** null when `text` is not an address; a bare number is a port on every interface. */
export function parseHostPort(text: string): HostPort | null {
  const match = /^(?:(?:\[([0-9a-f:.]+(?:%\w+)?)\]|([^:[\]\s/]*)):)?(\d{1,5})$/i.exec(text);
  if (match === null) return null;
  const port = Number(match[3]);
  if (port > 65_535) return null;
  return { host: match[1] ?? match[2] ?? '', port };
}

/** As `parseHostPort` reads it; IPv6 in brackets. */
export function hostPortText(address: HostPort): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${host}:${address.port}`;
}
