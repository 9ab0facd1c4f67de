// What becomes of packets, good and bad.
import { TracingError } from '@spoor/core';
import { goldenIngestCases } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { thriftPacket } from '../support/thrift-payload.ts';
import {
  JAEGER_BINARY,
  JAEGER_COMPACT,
  PORT_LABELS,
  udpDoor,
  udpSender,
  until,
  ZIPKIN_COMPACT,
} from '../support/udp-door.ts';

const SERVER = 'jaeger_agent_thrift_udp_server';
const HANDLER_ERRORS = 'jaeger_agent_thrift_udp_t_processor_handler_errors_total';
const [, COMPACT_LABELS] = PORT_LABELS;

for (const port of [ZIPKIN_COMPACT, JAEGER_COMPACT, JAEGER_BINARY]) {
  for (const protocol of ['compact', 'binary'] as const) {
    test(`port ${port} takes the ${protocol} protocol`, async () => {
      const door = await udpDoor();
      const send = await udpSender(door.addresses[port]);
      send(thriftPacket({ protocol, spans: 3 }));
      await door.sink.spansArrived(3);
      expect(door.messages).toMatchObject([{ model: 'jaeger', protocol, spans: 3 }]);
      expect(door.deps.metric(`${SERVER}_packets_processed_total`, PORT_LABELS[port])).toBe(1);
    });
  }
}

test('packets that come together become one batch', async () => {
  const door = await udpDoor();
  const send = await udpSender(door.addresses[JAEGER_COMPACT]);
  for (let i = 0; i < 20; i++) send(thriftPacket({ spans: 5 }));
  await door.sink.spansArrived(100);
  expect(door.sink.consumed.map(({ batch }) => batch.length)).toEqual([100]);
});

test('a batch goes on at 1 MiB, however fast more comes', async () => {
  const door = await udpDoor();
  const send = await udpSender(door.addresses[JAEGER_COMPACT]);
  for (let i = 0; i < 60; i++) send(thriftPacket({ padding: 50_000 }));
  await door.sink.spansArrived(60);
  const sizes = door.sink.consumed.map(({ batch }) => batch.bytes.length);
  expect(sizes.length).toBeGreaterThan(2);
  expect(Math.max(...sizes)).toBeLessThan(1_100 * 1024);
});

test('spans carry the format of the composition, or none', async () => {
  for (const format of ['proto', null]) {
    const door = await udpDoor({}, format);
    (await udpSender(door.addresses[JAEGER_COMPACT]))(thriftPacket());
    await door.sink.spansArrived(1);
    const { attributes } = door.sink.consumed[0]!.batch.span(0).toSpan();
    const tag = { key: '@jaeger@format', value: { type: 'string', value: 'proto' } };
    expect(attributes).toEqual(format === null ? [] : [tag]);
  }
});

describe('a bad packet is lost alone, and counted under its cause:', () => {
  const bad: readonly (readonly [name: string, cause: string, packet: Uint8Array])[] = [
    ['an empty one', 'malformed', new Uint8Array(0)],
    ['no thrift', 'malformed', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['cut off', 'malformed', thriftPacket().subarray(0, 40)],
    ['an unknown method', 'malformed', thriftPacket({ method: 'emitNothing' })],
    ['longer than allowed', 'too-large', thriftPacket({ padding: 2_000 })],
  ];
  for (const [name, cause, packet] of bad) {
    test(name, async () => {
      const door = await udpDoor({ jaegerCompactMaxPacketBytes: 1_000 });
      const send = await udpSender(door.addresses[JAEGER_COMPACT]);
      send(thriftPacket());
      send(packet);
      send(thriftPacket({ spans: 2 }));
      await door.sink.spansArrived(3);
      const causes = ['queue-full', 'too-large', 'malformed', 'refused'].filter((each) => door.dropped(each) > 0);
      expect(causes).toEqual([cause]);
      expect(door.deps.metric(HANDLER_ERRORS, COMPACT_LABELS)).toBe(1);
      expect(door.deps.metric(`${SERVER}_packets_processed_total`, COMPACT_LABELS)).toBe(3);
      expect(door.deps.metric(`${SERVER}_packets_dropped_total`, COMPACT_LABELS)).toBe(0);
      const lost = door.deps.logged.filter(({ message }) => message === 'UDP packets lost');
      expect(lost).toMatchObject([{ level: 'warn', fields: { flag: 'processor.jaeger-compact', cause, packets: 1 } }]);
    });
  }
});

test('a flood of bad packets is one line of log, and the next one has the sum', async () => {
  const door = await udpDoor();
  const send = await udpSender(door.addresses[JAEGER_COMPACT]);
  for (let i = 0; i < 50; i++) send(Buffer.from('bad'));
  await until(() => door.dropped('malformed') === 50);
  const lines = (): unknown[] =>
    door.deps.logged.filter(({ message }) => message === 'UDP packets lost').map(({ fields: { packets } }) => packets);
  expect(lines()).toEqual([1]);
  door.deps.clock.advance(10_000);
  send(Buffer.from('bad'));
  await until(() => door.dropped('malformed') === 51);
  expect(lines()).toEqual([1, 50]);
});

test('what the sink refuses is lost and counted, and the next packets are taken', async () => {
  const door = await udpDoor();
  const send = await udpSender(door.addresses[JAEGER_COMPACT]);
  door.sink.onConsume = () => {
    throw new TracingError('OVER_CAPACITY', 'the queue is full');
  };
  send(thriftPacket({ spans: 4 }));
  await until(() => door.dropped('refused') === 1);
  expect(door.deps.metric(HANDLER_ERRORS, COMPACT_LABELS)).toBe(1);
  const fields = { cause: 'refused', packets: 1, spans: 4, reason: 'the queue is full' };
  expect(door.deps.logged.at(-1)).toMatchObject({ level: 'warn', fields });
  door.sink.onConsume = () => undefined;
  send(thriftPacket());
  await door.sink.spansArrived(5);
  expect(door.dropped('refused')).toBe(1);
});

test('while the sink is stuck the queue fills, then packets are dropped, then all recovers', async () => {
  const door = await udpDoor({ jaegerCompactQueueSize: 10, jaegerCompactMaxPacketBytes: 1_000 });
  const send = await udpSender(door.addresses[JAEGER_COMPACT]);
  door.sink.held = true;
  const packet = thriftPacket({ padding: 800 });
  let sent = 0;
  const dropped = (): number => door.deps.metric(`${SERVER}_packets_dropped_total`, COMPACT_LABELS);
  while (dropped() === 0) {
    send(packet);
    sent++;
    await until(() => door.deps.metric(`${SERVER}_packets_processed_total`, COMPACT_LABELS) + dropped() === sent);
  }
  const taken = sent - 1;
  expect(taken).toBeGreaterThanOrEqual(7);
  expect(taken).toBeLessThanOrEqual(10);
  expect(door.dropped('queue-full')).toBe(1);
  expect(door.deps.metric(`${SERVER}_queue_size`, COMPACT_LABELS)).toBe(taken);
  await door.sink.spansArrived(taken);
  door.sink.release();
  await until(() => door.deps.metric(`${SERVER}_queue_size`, COMPACT_LABELS) === 0);
  send(packet);
  await door.sink.spansArrived(taken + 1);
});

describe('recorded payloads are taken or lost as Jaeger does:', () => {
  const LOST: Readonly<Record<string, string>> = {
    'udp-missing-required': 'malformed',
    'udp-packet-too-long': 'too-large',
    'udp-truncated': 'malformed',
    'udp-wrong-method': 'malformed',
  };
  const PORTS: Readonly<Record<number, number>> = { 5775: ZIPKIN_COMPACT, 6831: JAEGER_COMPACT, 6832: JAEGER_BINARY };
  for (const { name, port, payloads } of goldenIngestCases('jaeger').filter((each) => each.port in PORTS)) {
    test(name, async () => {
      const door = await udpDoor();
      const send = await udpSender(door.addresses[PORTS[port]!]);
      for (const payload of payloads) send(payload);
      const lost = LOST[name];
      await until(
        () => door.messages.length + door.dropped('malformed') + door.dropped('too-large') === payloads.length,
      );
      if (lost !== undefined) expect(door.dropped(lost)).toBe(payloads.length);
      else expect(door.messages.length).toBe(payloads.length);
    });
  }
});
