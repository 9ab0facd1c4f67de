// jaeger.api_v2.SamplingManager: how a client should sample, by the name of its service.
import { type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { asTracingError, type SamplingProvider } from '@spoor/core';
import { samplingServiceName } from '@spoor/wire';
import type { GrpcService } from '../grpc-server/grpc-service.ts';
import { rawMethod } from '../grpc-server/raw-method.ts';

export const SAMPLING_SERVICE = 'jaeger.api_v2.SamplingManager';

type Done = sendUnaryData<Uint8Array>;

/** Whatever goes wrong is UNKNOWN, as in Jaeger. */
export function samplingService(provider: SamplingProvider): GrpcService {
  const answer = async (call: ServerUnaryCall<Buffer, Uint8Array>, done: Done): Promise<void> => {
    try {
      const { proto } = await provider.strategy(samplingServiceName(call.request));
      done(null, proto);
    } catch (thrown) {
      // grpc-js percent-encodes the text, which fails on half a surrogate pair.
      const details = asTracingError(thrown).message.replace(/\p{Surrogate}/gu, '\uFFFD');
      done({ code: status.UNKNOWN, details });
    }
  };
  return {
    definition: { getSamplingStrategy: rawMethod(`/${SAMPLING_SERVICE}/GetSamplingStrategy`) },
    implementation: {
      getSamplingStrategy: (call: ServerUnaryCall<Buffer, Uint8Array>, done: Done) => void answer(call, done),
    },
  };
}
