import type { ConfigField, ConfigSpec } from '@spoor/core';

export const ZIPKIN_COMPACT_FLAGS = 'processor.zipkin-compact';
export const JAEGER_COMPACT_FLAGS = 'processor.jaeger-compact';
export const JAEGER_BINARY_FLAGS = 'processor.jaeger-binary';

export interface UdpThriftConfig {
  readonly zipkinCompactHostPort: string;
  readonly zipkinCompactQueueSize: number;
  readonly zipkinCompactMaxPacketBytes: number;
  readonly zipkinCompactSocketBufferBytes: number;
  readonly zipkinCompactWorkers: number;
  readonly jaegerCompactHostPort: string;
  readonly jaegerCompactQueueSize: number;
  readonly jaegerCompactMaxPacketBytes: number;
  readonly jaegerCompactSocketBufferBytes: number;
  readonly jaegerCompactWorkers: number;
  readonly jaegerBinaryHostPort: string;
  readonly jaegerBinaryQueueSize: number;
  readonly jaegerBinaryMaxPacketBytes: number;
  readonly jaegerBinarySocketBufferBytes: number;
  readonly jaegerBinaryWorkers: number;
}

export const udpThriftConfig: ConfigSpec<UdpThriftConfig> = {
  title: 'Jaeger and Zipkin thrift over UDP',
  fields: {
    zipkinCompactHostPort: hostPort(ZIPKIN_COMPACT_FLAGS, ':5775', 'emitZipkinBatch in the compact protocol'),
    zipkinCompactQueueSize: queueSize(ZIPKIN_COMPACT_FLAGS),
    zipkinCompactMaxPacketBytes: maxPacketBytes(ZIPKIN_COMPACT_FLAGS),
    zipkinCompactSocketBufferBytes: socketBufferBytes(ZIPKIN_COMPACT_FLAGS),
    zipkinCompactWorkers: workers(ZIPKIN_COMPACT_FLAGS),
    jaegerCompactHostPort: hostPort(JAEGER_COMPACT_FLAGS, ':6831', 'emitBatch in the compact protocol'),
    jaegerCompactQueueSize: queueSize(JAEGER_COMPACT_FLAGS),
    jaegerCompactMaxPacketBytes: maxPacketBytes(JAEGER_COMPACT_FLAGS),
    jaegerCompactSocketBufferBytes: socketBufferBytes(JAEGER_COMPACT_FLAGS),
    jaegerCompactWorkers: workers(JAEGER_COMPACT_FLAGS),
    jaegerBinaryHostPort: hostPort(JAEGER_BINARY_FLAGS, ':6832', 'emitBatch in the binary protocol'),
    jaegerBinaryQueueSize: queueSize(JAEGER_BINARY_FLAGS),
    jaegerBinaryMaxPacketBytes: maxPacketBytes(JAEGER_BINARY_FLAGS),
    jaegerBinarySocketBufferBytes: socketBufferBytes(JAEGER_BINARY_FLAGS),
    jaegerBinaryWorkers: workers(JAEGER_BINARY_FLAGS),
  },
};

function hostPort(flags: string, port: string, expected: string): ConfigField<string> {
  return {
    flag: `${flags}.server-host-port`,
    type: 'host-port',
    default: port,
    help: `UDP address for ${expected}, though every such port takes both methods in both protocols; without a host every interface; empty opens none.`,
  };
}

function queueSize(flags: string): ConfigField<number> {
  return {
    flag: `${flags}.server-queue-size`,
    type: 'int',
    default: 1_000,
    min: 1,
    help: 'Bounds, in packets of server-max-packet-size, the bytes of spans that wait for the next stage; above it packets are dropped and counted.',
  };
}

function maxPacketBytes(flags: string): ConfigField<number> {
  return {
    flag: `${flags}.server-max-packet-size`,
    type: 'bytes',
    default: 65_000,
    min: 1,
    help: 'Bytes of the largest packet; longer ones are dropped and counted.',
  };
}

function socketBufferBytes(flags: string): ConfigField<number> {
  return {
    flag: `${flags}.server-socket-buffer-size`,
    type: 'bytes',
    default: 0,
    min: 0,
    help: 'Receive buffer to ask the kernel for, which bursts must fit into; 0 is 4 MiB. A warning tells when the kernel grants less.',
  };
}

function workers(flags: string): ConfigField<number> {
  return {
    flag: `${flags}.workers`,
    type: 'int',
    default: 10,
    min: 1,
    help: 'Had effect in Jaeger: threads that decode packets.',
    withoutEffect: 'packets are decoded as they arrive',
  };
}
