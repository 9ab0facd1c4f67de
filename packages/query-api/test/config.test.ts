import { describe, expect, test } from 'vitest';
import { httpQueryConfig } from '../src/index.ts';
import { CONFIG } from './support/query-server.ts';

const cases = [
  { title: 'the defaults are fine', change: {}, errors: [] },
  { title: 'a base path below the root is fine', change: { basePath: '/jaeger/ui' }, errors: [] },
  {
    title: 'a base path must not end with a slash',
    change: { basePath: '/jaeger/' },
    errors: [/^invalid base path '\/jaeger\/'\. Must start but not end with a slash '\/', e\.g\. '\/jaeger\/ui'/],
  },
  {
    title: 'a base path must start with a slash',
    change: { basePath: 'jaeger' },
    errors: [/^invalid base path 'jaeger'/],
  },
  { title: 'a header may have an empty value', change: { additionalHeaders: ['X-Empty:'] }, errors: [] },
  {
    title: 'a header needs a colon',
    change: { additionalHeaders: ['nonsense'] },
    errors: [/^query\.additional-headers: "nonsense" is not a header/],
  },
  {
    title: 'a header must not bring a line break',
    change: { additionalHeaders: ['X-A: 1\r\nX-B: 2'] },
    errors: [/is not a header/],
  },
  {
    title: 'TLS options need TLS',
    change: { tlsCert: 'x.pem' },
    errors: [/query\.http\.tls\.\* options cannot be used when --query\.http\.tls\.enabled is false/],
  },
] as const;

describe('httpQueryConfig.check', () => {
  for (const c of cases) {
    test(c.title, () => {
      const { errors } = httpQueryConfig.check?.({ ...CONFIG, ...c.change }) ?? { errors: ['no check'] };
      expect(errors).toEqual(c.errors.map((pattern) => expect.stringMatching(pattern)));
    });
  }
});

test('every query flag of Jaeger 1.76 is known', () => {
  const flags = Object.values(httpQueryConfig.fields).map((field) => field.flag);
  const tls = ['enabled', 'cert', 'key', 'client-ca', 'cipher-suites', 'min-version', 'max-version', 'reload-interval'];
  const names = ['http-server.host-port', 'base-path', 'static-files', 'log-static-assets-access', 'ui-config'];
  names.push('additional-headers', 'max-clock-skew-adjustment', 'bearer-token-propagation', 'enable-tracing');
  names.push('grpc-server.host-port', ...tls.flatMap((name) => [`http.tls.${name}`, `grpc.tls.${name}`]));
  expect(flags.sort()).toEqual(names.map((name) => `query.${name}`).sort());
});
