// The all-in-one as data flow: receivers -> intake (counted, queued) -> storage -> query. Parts are
// listed in the order of starting and stop in reverse, the doors side by side: what came in is stored before the
// storage goes.
import { hostname } from 'node:os';
import {
  Batcher,
  type BatcherOptions,
  ByteBudget,
  type IntakeLabels,
  meterIntake,
  meterQueue,
  meterWrites,
  pipe,
  ServiceLabels,
  systemTimers,
  writeTo,
} from '@spoor/core';
import { type ConfigsOf, type ServiceDeps, type Stage, tenancy } from '@spoor/kit';
import { httpQuery } from '@spoor/query-api';
import { otlpGrpc, otlpHttp } from '@spoor/receivers';
import { openStorage } from '@spoor/storage';
import type { AllInOneSpecs } from './config.ts';

const OTLP_GRPC: IntakeLabels = {
  format: 'unknown',
  transport: 'unknown',
  receiver: 'otlp',
  receiverTransport: 'grpc',
};
const OTLP_HTTP: IntakeLabels = {
  format: 'unknown',
  transport: 'unknown',
  receiver: 'otlp',
  receiverTransport: 'http',
};

export function composeAllInOne(configs: ConfigsOf<AllInOneSpecs>, deps: ServiceDeps): readonly Stage[] {
  const storage = openStorage(configs.storage, deps);
  const metering = { ...deps, services: new ServiceLabels(deps.names), host: hostname() };
  const queue = new Batcher(meterWrites(storage.writer, metering), queueOptions(configs.intake.maxBytes), systemTimers);
  const writer = meterQueue(queue, { ...metering, maxSpans: Number.POSITIVE_INFINITY });
  const store = writeTo(writer, (_batch, rejected) => {
    deps.logger.error('the store refused spans for good', {
      spans: rejected.length,
      reason: rejected[0]?.reason ?? '',
    });
  });
  const doors = { ...deps, budget: new ByteBudget(configs.intake.maxBytes), tenancy: tenancy(configs.tenancy) };
  const receivers = configs.otlp.enabled
    ? [
        otlpGrpc(configs.otlpGrpc, pipe([meterIntake(OTLP_GRPC, metering)], store), doors),
        otlpHttp(configs.otlpHttp, pipe([meterIntake(OTLP_HTTP, metering)], store), doors),
      ]
    : [];
  return [storage, queue, [...receivers, httpQuery(configs.query, storage, doors)]];
}

/** Writes go out at once while the store keeps up; behind a slow one they are joined. */
function queueOptions(capacityBytes: number): BatcherOptions {
  return {
    capacityBytes,
    concurrency: 1,
    maxWriteBytes: 5_000_000,
    maxWriteRows: 10_000,
    maxDelayMs: 0,
    retryAfterMs: 1_000,
  };
}
