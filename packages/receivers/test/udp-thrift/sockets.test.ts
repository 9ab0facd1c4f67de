// Addresses, the kernel's buffer and drops, and the end.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { udpThriftConfig } from '../../src/index.ts';
import { thriftPacket } from '../support/thrift-payload.ts';
import { JAEGER_COMPACT, PORT_LABELS, udpDoor, udpSender, until } from '../support/udp-door.ts';

const isLinux = process.platform === 'linux';
const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

const KERNEL_DROPS = 'spoor_udp_kernel_drops_total';
const CAPPED = 'the kernel grants UDP smaller receive buffers than asked for: bursts may be lost';

function portOf(address: string | undefined): string {
  return address?.split(':').at(-1) ?? '';
}

test('flags and defaults are those of the agent', () => {
  const settings = Object.values(udpThriftConfig.fields).map((field) => [field.flag, field.default]);
  const port = (flags: string, hostPort: string): [string, unknown][] => [
    [`processor.${flags}.server-host-port`, hostPort],
    [`processor.${flags}.server-queue-size`, 1_000],
    [`processor.${flags}.server-max-packet-size`, 65_000],
    [`processor.${flags}.server-socket-buffer-size`, 0],
    [`processor.${flags}.workers`, 10],
  ];
  expect(Object.fromEntries(settings)).toEqual(
    Object.fromEntries([
      ...port('zipkin-compact', ':5775'),
      ...port('jaeger-compact', ':6831'),
      ...port('jaeger-binary', ':6832'),
    ]),
  );
});

test('all metrics of all ports are there from the start, at 0', async () => {
  const { deps, addresses } = await udpDoor();
  const prefix = 'jaeger_agent_thrift_udp';
  const names = ['queue_size', 'packet_size', 'packets_processed_total', 'packets_dropped_total', 'read_errors_total'];
  const all = [
    ...names.map((name) => `${prefix}_server_${name}`),
    `${prefix}_t_processor_handler_errors_total`,
    `${prefix}_t_processor_close_time`,
  ];
  for (const labels of PORT_LABELS) expect(all.map((name) => deps.metric(name, labels))).toEqual(all.map(() => 0));
  for (const address of addresses) expect(deps.metric(KERNEL_DROPS, { port: portOf(address) })).toBe(0);
});

test('says where it listens; a port without an address is not opened', async () => {
  const door = await udpDoor({ zipkinCompactHostPort: '' });
  expect(door.addresses).toEqual(['', expect.stringMatching(/^127\.0\.0\.1:\d+$/), expect.any(String)]);
  expect(door.health()).toEqual({ state: 'ready', detail: `${door.addresses[1]} ${door.addresses[2]}` });
});

test('a taken port is an error that names the flag, and the ports before it are closed again', async () => {
  const taken = createSocket('udp4');
  onTestFinished(() => void taken.close());
  taken.bind(0, '127.0.0.1');
  await once(taken, 'listening');
  const first = await udpDoor();
  await first.stop();
  const hostPort = `127.0.0.1:${taken.address().port}`;
  const ports = { zipkinCompactHostPort: first.addresses[0]!, jaegerCompactHostPort: hostPort };
  await expect(udpDoor(ports)).rejects.toThrow(
    `cannot listen on ${hostPort} (--processor.jaeger-compact.server-host-port): address already in use`,
  );
  const again = await udpDoor({ zipkinCompactHostPort: first.addresses[0]! });
  expect(again.addresses[0]).toBe(first.addresses[0]);
});

for (const host of hasIpv6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1']) {
  test.each([':0', '0.0.0.0:0'])(`at %s it takes packets for ${host}`, async (hostPort) => {
    const door = await udpDoor({ jaegerCompactHostPort: hostPort });
    (await udpSender(`${host}:${portOf(door.addresses[JAEGER_COMPACT])}`))(thriftPacket());
    await door.sink.spansArrived(1);
  });
}

test('a name is bound to its IPv4 address', async () => {
  const door = await udpDoor({ jaegerCompactHostPort: 'localhost:0' });
  expect(door.addresses[JAEGER_COMPACT]).toMatch(/^127\.0\.0\.1:/);
});

test.runIf(isLinux)('a buffer that the kernel cuts down is one warning, with the cure', async () => {
  const bytes = 1 << 30;
  const { deps } = await udpDoor({ jaegerCompactSocketBufferBytes: bytes, jaegerBinarySocketBufferBytes: bytes });
  const warnings = deps.logged.filter(({ level }) => level === 'warn');
  const cure = `sysctl -w net.core.rmem_max=${bytes}, on the host`;
  expect(warnings).toMatchObject([{ message: CAPPED, fields: { askedBytes: bytes, cure } }]);
  const { grantedBytes } = warnings[0]!.fields;
  expect(grantedBytes).toBeLessThan(bytes);
});

test('a buffer that the kernel grants is no warning', async () => {
  const bytes = 64 * 1024;
  const { deps } = await udpDoor({
    zipkinCompactSocketBufferBytes: bytes,
    jaegerCompactSocketBufferBytes: bytes,
    jaegerBinarySocketBufferBytes: bytes,
  });
  expect(deps.logged.filter(({ level }) => level !== 'info')).toEqual([]);
});

test.runIf(isLinux)(
  'packets that the kernel dropped are counted, those of the port alone, and stay counted',
  async () => {
    const door = await udpDoor({ jaegerCompactSocketBufferBytes: 1 });
    const send = await udpSender(door.addresses[JAEGER_COMPACT]);
    for (let i = 0; i < 200; i++) send(thriftPacket({ padding: 500 }));
    const drops = (port = JAEGER_COMPACT): number =>
      door.deps.metric(KERNEL_DROPS, { port: portOf(door.addresses[port]) });
    expect(drops()).toBeGreaterThan(100);
    await until(() => door.messages.length + drops() === 200);
    expect([drops(0), drops(2)]).toEqual([0, 0]);
    const before = drops();
    await door.stop();
    expect(drops()).toBe(before);
  },
);

test('a stop takes in what the kernel holds, and waits for the sink', async () => {
  const door = await udpDoor();
  const send = await udpSender(door.addresses[JAEGER_COMPACT]);
  door.sink.held = true;
  for (let i = 0; i < 200; i++) send(thriftPacket({ spans: 2 }));
  let isStopped = false;
  const stopped = Promise.all([door.stop(), door.stop()]).then(() => {
    isStopped = true;
  });
  await door.sink.spansArrived(400);
  expect(isStopped).toBe(false);
  door.sink.release();
  await stopped;
  expect(door.health().state).toBe('stopped');
  for (const labels of PORT_LABELS)
    expect(door.deps.metric('jaeger_agent_thrift_udp_t_processor_close_time', labels)).toBe(1);
  await expect(udpDoor({ jaegerCompactHostPort: door.addresses[JAEGER_COMPACT]! })).resolves.toBeDefined();
});

test('a stop gives a sink that does not answer its deadline, and tells it', async () => {
  const door = await udpDoor();
  const send = await udpSender(door.addresses[JAEGER_COMPACT]);
  door.sink.held = true;
  send(thriftPacket());
  await door.sink.spansArrived(1);
  await door.stop(20);
  expect(door.sink.consumed[0]!.call.signal.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});
