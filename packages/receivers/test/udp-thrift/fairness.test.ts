// A sender that floods one port, and everybody else.
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { httpDoor } from '../support/doors.ts';
import { httpClient } from '../support/http-client.ts';
import { payload } from '../support/otlp-payload.ts';
import { thriftPacket } from '../support/thrift-payload.ts';
import { JAEGER_BINARY, JAEGER_COMPACT, PORT_LABELS, udpDoor, udpSender, until } from '../support/udp-door.ts';

const REQUESTS = 50;
/** Far above what a turn of the event loop takes, far below what a reader that empties its socket first would. */
const MAX_REQUEST_MS = 1_000;

/** Sends as fast as it can from a thread of its own. */
const FLOOD = `
const { createSocket } = require('node:dgram');
const { workerData } = require('node:worker_threads');
const socket = createSocket('udp4');
const send = () => {
  for (let i = 0; i < 64; i++) socket.send(workerData.packet);
  setImmediate(send);
};
socket.connect(workerData.port, '127.0.0.1', send);
`;

test('while one port is flooded, requests and the other ports are served', async () => {
  const udp = await udpDoor();
  const http = await httpDoor();
  const packet = thriftPacket({ spans: 50, padding: 200 });
  const port = Number(udp.addresses[JAEGER_COMPACT]!.split(':')[1]);
  const flood = new Worker(FLOOD, { eval: true, workerData: { port, packet } });
  onTestFinished(async () => void (await flood.terminate()));
  const taken = (): number =>
    udp.deps.metric('jaeger_agent_thrift_udp_server_packets_processed_total', PORT_LABELS[JAEGER_COMPACT]);
  await until(() => taken() > 100);

  const client = httpClient(http.address);
  const sendOther = await udpSender(udp.addresses[JAEGER_BINARY]);
  const before = taken();
  const took: number[] = [];
  for (let i = 0; i < REQUESTS; i++) {
    const since = performance.now();
    sendOther(thriftPacket({ protocol: 'binary' }));
    expect((await client.post(payload())).status).toBe(200);
    took.push(performance.now() - since);
  }
  expect(Math.max(...took)).toBeLessThan(MAX_REQUEST_MS);
  expect(taken() - before).toBeGreaterThan(REQUESTS);
  await until(() => udp.messages.filter(({ protocol }) => protocol === 'binary').length === REQUESTS);
});
