// The independent codec: protobufjs over proto/jaeger/api_v2.
import protobuf from 'protobufjs';

const PROTO = new URL('../../../../proto/', import.meta.url).pathname;

const root = new protobuf.Root();
root.resolvePath = (_origin, target) => `${PROTO}${target}`;
root.loadSync('jaeger/api_v2/collector.proto', { keepCase: true });

const RESPONSE = root.lookupType('jaeger.api_v2.SamplingStrategyResponse');
const PARAMETERS = root.lookupType('jaeger.api_v2.SamplingStrategyParameters');

/** All fields, those absent on the wire with their defaults; absent messages null. */
export function responseByOracle(bytes: Uint8Array): unknown {
  return RESPONSE.toObject(RESPONSE.decode(bytes), { defaults: true, enums: String });
}

export function responseBytesByOracle(response: object): Uint8Array {
  return Uint8Array.from(RESPONSE.encode(RESPONSE.fromObject(response)).finish());
}

export function parametersByOracle(bytes: Uint8Array): unknown {
  return PARAMETERS.toObject(PARAMETERS.decode(bytes), { defaults: true });
}

export function parametersBytesByOracle(parameters: object): Uint8Array {
  return Uint8Array.from(PARAMETERS.encode(PARAMETERS.fromObject(parameters)).finish());
}
