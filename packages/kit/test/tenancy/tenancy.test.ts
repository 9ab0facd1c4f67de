import { describe, expect, test } from 'vitest';
import { tenancy } from '../../src/tenancy/tenancy.ts';
import { tenancyConfig } from '../../src/tenancy/tenancy-config.ts';

const on = { tenancyEnabled: true, tenancyHeader: 'X-Tenant', tenants: ['acme', 'umbrella'] };

test('off, there is no header and every request is the one tenant', () => {
  const off = tenancy({ ...on, tenancyEnabled: false });
  expect(off.header).toBeNull();
  expect(off.tenantOf(['acme'])).toBe('');
});

test('the header is asked for in lower case', () => {
  expect(tenancy(on).header).toBe('x-tenant');
});

test('an empty name of the header is the default, as in Jaeger', () => {
  expect(tenancy({ ...on, tenancyHeader: '' }).header).toBe('x-tenant');
});

test.each([
  ['x-tenant', []],
  ['', []],
  ['x tenant', ['--multi-tenancy.header="x tenant" is no name of a header; take letters, digits and dashes']],
  ['Mandant:', ['--multi-tenancy.header="Mandant:" is no name of a header; take letters, digits and dashes']],
  ['mäx', ['--multi-tenancy.header="mäx" is no name of a header; take letters, digits and dashes']],
])('the header may be named %j: %j', (tenancyHeader, errors) => {
  expect(tenancyConfig.check?.({ ...on, tenancyHeader })).toEqual({ errors, warnings: [] });
});

test('a known tenant is admitted, any when none is listed', () => {
  expect(tenancy(on).tenantOf(['acme'])).toBe('acme');
  expect(tenancy({ ...on, tenants: [] }).tenantOf(['anyone'])).toBe('anyone');
});

describe('refused with Jaeger’s texts', () => {
  test.each([
    [[], 'UNAUTHENTICATED', 'missing tenant header'],
    [[''], 'UNAUTHENTICATED', 'missing tenant header'],
    [['acme', 'acme'], 'PERMISSION_DENIED', 'extra tenant header'],
    [['ACME'], 'PERMISSION_DENIED', 'unknown tenant'],
  ] as const)('%j', (values, code, message) => {
    expect(() => tenancy(on).tenantOf(values)).toThrow(expect.objectContaining({ code, message }));
  });
});
