import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalIp, ipv4Of, ipv4Text, ipv6Of, ipv6Text } from '../../src/zipkin/ip-text.ts';

describe('canonicalIp', () => {
  test.each([
    ['1.2.3.4', '1.2.3.4'],
    ['255.255.255.255', '255.255.255.255'],
    ['0.0.0.0', '0.0.0.0'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
    ['1:2:3:4:5:6:0:8', '1:2:3:4:5:6:0:8'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::1.2.3.4', '::102:304'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
  ])('%s is %s', (text, canonical) => expect(canonicalIp(text)).toBe(canonical));

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4 ',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '::1.2.3',
    '1.2.3.4::',
    '1:2:3:4:5:6:7::8',
    'localhost',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
  ])('%s is no address', (text) => expect(canonicalIp(text)).toBeNull());
});

test('IPv4 there and back', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      expect(isIPv4(text)).toBe(true);
      expect(ipv4Text(ipv4Of(text))).toBe(text);
    }),
  );
});

test('IPv6 there and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(3), (bytes, zeros) => {
      bytes.fill(0, 4, 4 + 3 * zeros);
      const text = ipv6Text(bytes, 0);
      expect(isIPv6(text)).toBe(true);
      expect(ipv6Of(text)).toEqual(bytes);
    }),
  );
});

test('every form node takes is taken, with the same meaning', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const hostname = new URL(`http://[${text}]/`).hostname.slice(1, -1);
      const canonical = canonicalIp(text)!;
      expect(ipv6Of(hostname)).toEqual(ipv6Of(text));
      if (canonical.includes(':')) expect(canonical).toBe(hostname);
    }),
  );
});
