// The agent's ports in front of a collector of the same process.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Call, SpanBatch } from '@spoor/core';
import { loadConfig, type TenancyConfig, tenancy } from '@spoor/kit';
import { testDeps } from '@spoor/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { composeLocalAgent, specs } from '../src/index.ts';
import { emitBatch } from './support/emit-batch.ts';

const LABELS = { format: 'jaeger', protocol: 'grpc' };
const OFF: TenancyConfig = { tenancyEnabled: false, tenancyHeader: 'x-tenant', tenants: [] };
const ON: TenancyConfig = { ...OFF, tenancyEnabled: true, tenants: ['acme'] };
const ARGS = ['zipkin-compact', 'jaeger-compact', 'jaeger-binary']
  .map((port) => `--processor.${port}.server-host-port=127.0.0.1:0`)
  .concat('--http-server.host-port=127.0.0.1:0');

interface Taken {
  readonly spans: number;
  readonly tenant: string;
}

/** Sends one packet of two spans, stops, and tells what the collector got and what was counted. */
async function afterOnePacket(tenants: TenancyConfig, tenant: string) {
  const { configs } = await loadConfig({ udp: specs.udp, samplingHttp: specs.samplingHttp }, { args: ARGS, env: {} });
  const taken: Taken[] = [];
  const collector = {
    consume: async (batch: SpanBatch, call: Call): Promise<void> =>
      void taken.push({ spans: batch.length, tenant: call.tenant }),
  };
  const deps = testDeps();
  const sampling = { strategy: () => Promise.reject(new Error('nobody asks')) };
  const parts = composeLocalAgent(configs, tenant, collector, { ...deps, tenancy: tenancy(tenants), sampling });
  const stop = async (): Promise<void> => void (await Promise.all(parts.map((part) => part.stop(1_000))));
  onTestFinished(stop);
  for (const part of parts) await part.start(new AbortController().signal);
  const [, port = ''] = parts[0]?.health().detail.split(' ')[1]?.split(':') ?? [];
  const socket = createSocket('udp4');
  socket.connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.send(emitBatch(['a', 'b']));
  socket.close();
  await stop();
  const count = (name: string): number => deps.metric(`jaeger_agent_reporter_spans_${name}_total`, LABELS);
  const refused = deps.metric('spoor_udp_packets_dropped_total', { cause: 'refused' });
  return { taken, submitted: count('submitted'), failures: count('failures'), refused };
}

describe('whose the spans are', () => {
  test('nobody’s without tenancy, whatever the agent is told', async () => {
    const taken = [{ spans: 2, tenant: '' }];
    const counts = { submitted: 2, failures: 0, refused: 0 };
    expect(await afterOnePacket(OFF, 'acme')).toEqual({ taken, ...counts });
  });

  test('the tenant’s that the agent is told', async () => {
    const taken = [{ spans: 2, tenant: 'acme' }];
    const counts = { submitted: 2, failures: 0, refused: 0 };
    expect(await afterOnePacket(ON, 'acme')).toEqual({ taken, ...counts });
  });

  test.each(['', 'stranger', 'acme,acme'])(
    'of tenant "%s" they are refused, and counted as an agent does',
    async (tenant) => {
      const counts = { submitted: 0, failures: 2, refused: 1 };
      expect(await afterOnePacket(ON, tenant)).toEqual({ taken: [], ...counts });
    },
  );
});
