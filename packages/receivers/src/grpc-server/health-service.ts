// grpc.health.v1: serving from the start until the listener stops, for the server and for each service.
import {
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ProtoReader } from '@spoor/wire';
import type { GrpcService } from './grpc-service.ts';
import { rawMethod } from './raw-method.ts';

export const HEALTH_SERVICE = 'grpc.health.v1.Health';

const SERVING = 1;
const NOT_SERVING = 2;
const SERVICE_UNKNOWN = 3;
const SERVICE = 0x0a;

export class HealthService implements GrpcService {
  readonly definition: GrpcService['definition'] = {
    check: rawMethod(`/${HEALTH_SERVICE}/Check`),
    watch: rawMethod(`/${HEALTH_SERVICE}/Watch`, { response: true }),
  };
  readonly implementation: UntypedServiceImplementation;
  readonly #services: ReadonlySet<string>;
  readonly #watches = new Map<ServerWritableStream<Buffer, Uint8Array>, boolean>();
  #serving = true;

  /** `services`: full names beside '', the server itself. */
  constructor(services: readonly string[]) {
    this.#services = new Set(['', ...services]);
    this.implementation = {
      check: (call: ServerUnaryCall<Buffer, Uint8Array>, answer: sendUnaryData<Uint8Array>) =>
        this.#check(call, answer),
      watch: (call: ServerWritableStream<Buffer, Uint8Array>) => this.#watch(call),
    };
  }

  /** Tells whoever watches that the end has come, and ends the watches: a drain waits for every stream. */
  stop(): void {
    this.#serving = false;
    for (const [stream, known] of this.#watches) {
      if (known) stream.write(response(NOT_SERVING));
      stream.end();
    }
    this.#watches.clear();
  }

  #check(call: ServerUnaryCall<Buffer, Uint8Array>, answer: sendUnaryData<Uint8Array>): void {
    const service = serviceOf(call.request);
    if (service === null) answer({ code: status.INVALID_ARGUMENT, details: 'malformed HealthCheckRequest' });
    else if (!this.#services.has(service)) answer({ code: status.NOT_FOUND, details: 'unknown service' });
    else answer(null, response(this.#status));
  }

  #watch(call: ServerWritableStream<Buffer, Uint8Array>): void {
    const known = this.#services.has(serviceOf(call.request) ?? 'malformed');
    call.on('error', () => undefined); // the client went away
    call.write(response(known ? this.#status : SERVICE_UNKNOWN));
    if (!this.#serving) {
      call.end();
      return;
    }
    this.#watches.set(call, known);
    call.once('cancelled', () => this.#watches.delete(call));
  }

  get #status(): number {
    return this.#serving ? SERVING : NOT_SERVING;
  }
}

/** null = not a HealthCheckRequest. */
function serviceOf(request: Uint8Array): string | null {
  const reader = new ProtoReader(request);
  let service = '';
  try {
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      const at = reader.pos;
      reader.skip(tag);
      if (tag !== SERVICE) continue;
      const text = new ProtoReader(request, at, reader.pos);
      text.varint();
      service = new TextDecoder().decode(request.subarray(text.pos, reader.pos));
    }
  } catch {
    return null;
  }
  return service;
}

function response(serving: number): Uint8Array {
  return Uint8Array.of(0x08, serving);
}
