import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';

/** What a listener serves under one service name. */
export interface GrpcService {
  readonly definition: ServiceDefinition;
  /** The names of `definition`. */
  readonly implementation: UntypedServiceImplementation;
}
