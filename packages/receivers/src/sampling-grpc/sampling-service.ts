// jaeger.api_v2.SamplingManager: how a client should sample, by the name of its service.
import { type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { asTracingError, type SamplingProvider } from '@spoor/core';
import { ProtoReader } from '@spoor/wire';
import type { GrpcService } from '../grpc-server/grpc-service.ts';
import { rawMethod } from '../grpc-server/raw-method.ts';

export const SAMPLING_SERVICE = 'jaeger.api_v2.SamplingManager';

const SERVICE_NAME = 0x0a;

/** Whatever goes wrong is UNKNOWN, as in Jaeger. */
export function samplingService(provider: SamplingProvider): GrpcService {
  const answer = async (call: ServerUnaryCall<Buffer, Uint8Array>, done: sendUnaryData<Uint8Array>): Promise<void> => {
    try {
      const { proto } = await provider.strategy(serviceOf(call.request));
      done(null, proto);
    } catch (thrown) {
      done({ code: status.UNKNOWN, details: asTracingError(thrown).message });
    }
  };
  return {
    definition: { getSamplingStrategy: rawMethod(`/${SAMPLING_SERVICE}/GetSamplingStrategy`) },
    implementation: {
      getSamplingStrategy: (call: ServerUnaryCall<Buffer, Uint8Array>, done: sendUnaryData<Uint8Array>) =>
        void answer(call, done),
    },
  };
}

function serviceOf(request: Uint8Array): string {
  const r = new ProtoReader(request);
  let service = '';
  while (r.pos < r.end) {
    const tag = r.tag();
    if (tag !== SERVICE_NAME) {
      r.skip(tag);
      continue;
    }
    const end = r.lengthEnd();
    service = new TextDecoder().decode(request.subarray(r.pos, end));
    r.pos = end;
  }
  return service;
}
