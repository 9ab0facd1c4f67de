import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { certificateAuthority } from '../support/certificates.ts';
import { type DemoProcess, demoProcess } from '../support/process.ts';

const running: DemoProcess[] = [];

function demo(args: readonly string[], env: Readonly<Record<string, string>> = {}): DemoProcess {
  const started = demoProcess(args, env);
  running.push(started);
  return started;
}

afterEach(async () => {
  for (const { child, exited } of running.splice(0)) {
    if (child.exitCode === null) child.kill('SIGKILL');
    await exited;
  }
});

/** Runs to its end. */
async function ended(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { exited, stdout, stderr } = demo(args, env);
  const code = await exited;
  return { code, stdout: stdout.text, stderr: stderr.text };
}

const FREE = ['--admin.http.host-port=:0'];

describe('status', () => {
  test('is 0 with the health of a service that is ready, 1 when it is stopping', async () => {
    const service = demo([...FREE, '--shutdown.delay=20s']);
    const { admin } = await service.ready();
    const up = await ended(['status', `--status.http.host-port=${admin}`]);
    expect([up.code, JSON.parse(up.stdout).status]).toEqual([0, 'Server available']);
    service.child.kill('SIGTERM');
    await service.stderr.wrote('"stopping"');
    const down = await ended(['status'], { STATUS_HTTP_HOST_PORT: admin });
    expect([down.code, JSON.parse(down.stdout).status]).toEqual([1, 'Server not available']);
  });

  test('asks where this configuration says, whatever else the file is for', async () => {
    const { admin } = await demo(FREE).ready();
    const path = join(mkdtempSync(join(tmpdir(), 'kit-status-')), 'c.yaml');
    writeFileSync(path, `admin.http.host-port: ${admin}\nnot.for.status: 1\n`);
    expect((await ended(['status', `--config-file=${path}`])).code).toBe(0);
    expect((await ended(['status'], { ADMIN_HTTP_HOST_PORT: admin })).code).toBe(0);
  });

  test('is 1 when nobody answers', async () => {
    const { code, stdout } = await ended(['status', '--status.http.host-port=127.0.0.1:1']);
    expect(code).toBe(1);
    expect(stdout).toContain('cannot reach 127.0.0.1:1 (--status.http.host-port): ');
  });

  describe('of a service with TLS', () => {
    const authority = certificateAuthority('kit status');
    const files = authority.issue('admin');
    const server = { ADMIN_HTTP_TLS_ENABLED: 'true', ADMIN_HTTP_TLS_CERT: files.certPath };
    const env = { ...server, ADMIN_HTTP_TLS_KEY: files.keyPath };

    test('trusts the certificate that its own environment names', async () => {
      const { admin } = await demo(FREE, env).ready();
      const { code, stdout } = await ended(['status'], { ...env, ADMIN_HTTP_HOST_PORT: admin });
      expect([code, JSON.parse(stdout).status]).toEqual([0, 'Server available']);
    });

    test('shows it where client certificates are asked for', async () => {
      const mutual = { ...env, ADMIN_HTTP_TLS_CLIENT_CA: authority.caPath };
      const { admin } = await demo(FREE, mutual).ready();
      expect((await ended(['status'], { ...mutual, ADMIN_HTTP_HOST_PORT: admin })).code).toBe(0);
      const asked = [`--status.http.host-port=${admin}`, '--status.http.tls.enabled'];
      const ca = `--status.http.tls.ca=${authority.caPath}`;
      expect((await ended(['status', ...asked, ca])).code).toBe(1);
      const client = authority.issue('client');
      const shown = [`--status.http.tls.cert=${client.certPath}`, `--status.http.tls.key=${client.keyPath}`];
      expect((await ended(['status', ...asked, ca, ...shown])).code).toBe(0);
    });

    test('trusts the authorities of the system', async () => {
      const { admin } = await demo(FREE, env).ready();
      const asked = [`--status.http.host-port=${admin}`, '--status.http.tls.enabled'];
      expect((await ended(['status', ...asked])).code).toBe(1);
      expect((await ended(['status', ...asked], { SSL_CERT_FILE: authority.caPath })).code).toBe(0);
    });

    test('trusts no other certificate, and says what is missing', async () => {
      const { admin } = await demo(FREE, env).ready();
      const other = certificateAuthority('someone else').issue('admin');
      const wrong = { ...env, ADMIN_HTTP_TLS_CERT: other.certPath, ADMIN_HTTP_TLS_KEY: other.keyPath };
      expect((await ended(['status'], { ...wrong, ADMIN_HTTP_HOST_PORT: admin })).stdout).toMatch(/certificate/);
      const { code, stdout } = await ended(['status', `--status.http.host-port=${admin}`]);
      expect(code).toBe(1);
      expect(stdout).toContain('if it serves TLS, give --status.http.tls.enabled');
    });
  });
});
