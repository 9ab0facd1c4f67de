import { describe, expect, test } from 'vitest';
import { tenancy } from '../../src/tenancy/tenancy.ts';

const on = { tenancyEnabled: true, tenancyHeader: 'X-Tenant', tenants: ['acme', 'umbrella'] };

test('off, there is no header and every request is the one tenant', () => {
  const off = tenancy({ ...on, tenancyEnabled: false });
  expect(off.header).toBeNull();
  expect(off.tenantOf(['acme'])).toBe('');
});

test('the header is asked for in lower case', () => {
  expect(tenancy(on).header).toBe('x-tenant');
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
