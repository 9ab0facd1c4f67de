import { expect, test } from 'vitest';
import { hostPortText, parseHostPort } from '../../src/net/host-port.ts';

test.each([
  ['4317', '', 4317, ':4317'],
  [':4317', '', 4317, ':4317'],
  ['localhost:0', 'localhost', 0, 'localhost:0'],
  ['0.0.0.0:65535', '0.0.0.0', 65_535, '0.0.0.0:65535'],
  ['[::1]:4317', '::1', 4317, '[::1]:4317'],
  ['[::]:1', '::', 1, '[::]:1'],
  ['[fe80::1%eth0]:1', 'fe80::1%eth0', 1, '[fe80::1%eth0]:1'],
  ['host.example.com:443', 'host.example.com', 443, 'host.example.com:443'],
])('%s is host "%s", port %d, and prints as %s', (text, host, port, printed) => {
  expect(parseHostPort(text)).toEqual({ host, port });
  expect(hostPortText({ host, port })).toBe(printed);
});

test.each(['', ':', 'host', 'host:', ':65536', ':-1', '::1:80', '[::1]', '[x]:1', 'a b:1', 'http://x:1', ':1x'])(
  '"%s" is refused',
  (text) => {
    expect(parseHostPort(text)).toBeNull();
  },
);
