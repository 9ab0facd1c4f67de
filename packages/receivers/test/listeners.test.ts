// What both doors share: addresses, certificates, health and configuration.
import { request } from 'node:https';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { otlpConfig, otlpGrpcConfig, otlpHttpConfig } from '../src/index.ts';
import { type Door, grpcDoor, httpDoor } from './support/doors.ts';
import { EXPORT, grpcClient } from './support/grpc-client.ts';
import { httpClient } from './support/http-client.ts';
import { payload } from './support/otlp-payload.ts';
import { selfSigned } from './support/self-signed.ts';

const doors = [
  { name: 'gRPC', flags: 'collector.otlp.grpc', open: grpcDoor },
  { name: 'HTTP', flags: 'collector.otlp.http', open: httpDoor },
] as const;

for (const { name, flags, open } of doors) {
  test(`${name}: a taken port is an error that names the flag`, async () => {
    const { address } = await open();
    await expect(open({ hostPort: address })).rejects.toThrow(
      `cannot listen on ${address} (--${flags}.host-port): address already in use`,
    );
  });

  test(`${name}: a certificate that cannot be read is an error that names flag and file`, async () => {
    const tls = { tlsEnabled: true, tlsCert: '/nowhere/cert.pem', tlsKey: '/nowhere/key.pem' };
    await expect(open(tls)).rejects.toThrow(`--${flags}.tls.cert: cannot read /nowhere/cert.pem`);
  });

  test(`${name}: says where it listens, and a stop may be repeated`, async () => {
    const door = await open();
    expect(door.health()).toEqual({ state: 'ready', detail: door.address });
    expect(door.deps.logged).toMatchObject([{ message: 'listening', fields: { address: door.address, tls: false } }]);
    await Promise.all([door.stop(), door.stop()]);
    expect(door.health().state).toBe('stopped');
  });

  test(`${name}: without a host it takes spans on every interface, and a stop cuts them there too`, async () => {
    const door = await open({ hostPort: ':0' });
    const address = `127.0.0.1:${door.address.split(':').at(-1)}`;
    const send = (): Promise<unknown> =>
      name === 'gRPC' ? grpcClient(address).export(payload()) : httpClient(address).post(payload());
    expect(await send()).toMatchObject(name === 'gRPC' ? { code: 'OK' } : { status: 200 });
    door.sink.held = true;
    const cut = send().catch((error: unknown) => error);
    await door.sink.arrived(2);
    await door.stop(20);
    expect(await cut).not.toMatchObject(name === 'gRPC' ? { code: 'OK' } : { status: 200 });
  });
}

function postOverTls(door: Door, tls: { ca: Buffer; cert?: Buffer; key?: Buffer }): Promise<number> {
  const [host, port] = door.address.split(':');
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf' };
    const outgoing = request({ host, port, path: '/v1/traces', method: 'POST', headers, ...tls, agent: false });
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end(payload());
  });
}

test('HTTP: takes spans over TLS', async () => {
  const { certPath, keyPath, cert } = selfSigned();
  const door = await httpDoor({ tlsEnabled: true, tlsCert: certPath, tlsKey: keyPath });
  expect(await postOverTls(door, { ca: cert })).toBe(200);
  expect(door.sink.spans).toBe(1);
});

test('HTTP: with client-ca a sender without certificate is refused', async () => {
  const { certPath, keyPath, cert } = selfSigned();
  const door = await httpDoor({ tlsEnabled: true, tlsCert: certPath, tlsKey: keyPath, tlsClientCa: certPath });
  await expect(postOverTls(door, { ca: cert })).rejects.toThrow();
  expect(door.sink.spans).toBe(0);
});

test('gRPC: takes spans over TLS', async () => {
  const { certPath, keyPath, cert } = selfSigned();
  const door = await grpcDoor({ tlsEnabled: true, tlsCert: certPath, tlsKey: keyPath });
  const client = new Client(door.address, credentials.createSsl(cert));
  const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
  const answer = await new Promise((resolve, reject) => {
    client.makeUnaryRequest(EXPORT, asBuffer, asBuffer, payload(), new Metadata(), (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
  client.close();
  expect(answer).toEqual(Buffer.from([0x0a, 0x00]));
});

test('flags and defaults are those of Jaeger 1.76', () => {
  const specs = { ...otlpConfig.fields, grpc: otlpGrpcConfig.fields, http: otlpHttpConfig.fields };
  const settings = [{ enabled: specs.enabled }, specs.grpc, specs.http]
    .flatMap((fields) => Object.values(fields))
    .filter(({ flag }) => !flag.includes('.tls.'))
    .map((field) => [field.flag, field.default]);
  expect(Object.fromEntries(settings)).toEqual({
    'collector.otlp.enabled': true,
    'collector.otlp.grpc.host-port': ':4317',
    'collector.otlp.grpc.max-connection-age': 0,
    'collector.otlp.grpc.max-connection-age-grace': 0,
    'collector.otlp.grpc.max-message-size': 4_194_304,
    'collector.otlp.http.cors.allowed-headers': [],
    'collector.otlp.http.cors.allowed-origins': [],
    'collector.otlp.http.host-port': ':4318',
    'collector.otlp.http.idle-timeout': 0,
    'collector.otlp.http.read-header-timeout': 2_000,
    'collector.otlp.http.read-timeout': 0,
  });
});

test('tls flags exist for both doors, reload-interval among them', () => {
  for (const [spec, prefix] of [
    [otlpGrpcConfig, 'collector.otlp.grpc'],
    [otlpHttpConfig, 'collector.otlp.http'],
  ] as const) {
    const names = Object.values(spec.fields).map(({ flag }) => flag);
    for (const name of ['enabled', 'cert', 'key', 'client-ca', 'cipher-suites', 'min-version', 'max-version'])
      expect(names).toContain(`${prefix}.tls.${name}`);
    expect(names).toContain(`${prefix}.tls.reload-interval`);
  }
});
