import { expect, test } from 'vitest';
import { pathOf } from '../../src/http-door/path-of.ts';

test.each([
  ['/api/traces', '/api/traces'],
  ['/api/traces?format=jaeger.thrift', '/api/traces'],
  ['/?a=b?c', '/'],
  ['http://collector:14268/api/traces?x', '/api/traces'],
  ['HTTPS://collector/v1/traces', '/v1/traces'],
  ['http://collector', '/'],
  ['http://collector?x=/y', '/'],
  ['//api/traces', '//api/traces'],
  ['*', '*'],
])('%s is %s', (target, path) => {
  expect(pathOf(target)).toBe(path);
});
