// What is counted about packets: Jaeger's agent's metrics, by port, and by cause what is lost.
import type { Cell, Histogram, Metrics } from '@spoor/core';

/** The labels of Jaeger's metrics: what a port is meant for, not what comes in. */
export interface PortLabels {
  readonly model: 'jaeger' | 'zipkin';
  readonly protocol: 'compact' | 'binary';
}

/** `refused`: the next stage did not take its spans. */
export type DropCause = 'queue-full' | 'too-large' | 'malformed' | 'refused';

export interface PortMetrics {
  readonly packetSize: Cell;
  /** Packets within the bound of the queue, good or bad. */
  readonly processed: Cell;
  /** Packets above it. */
  readonly dropped: Cell;
  readonly readErrors: Cell;
  /** Packets whose spans were lost after they had been counted as processed. */
  readonly handlerErrors: Cell;
  /** Seconds. */
  readonly closeTime: Histogram;
  readonly drops: Readonly<Record<DropCause, Cell>>;
}

const SERVER = 'jaeger_agent_thrift_udp_server';
const PROCESSOR = 'jaeger_agent_thrift_udp_t_processor';
const DROPS_HELP = 'UDP packets whose spans were lost, by cause';

/** All at 0; `queued` answers how many packets wait. */
export function portMetrics(metrics: Metrics, { model, protocol }: PortLabels, queued: () => number): PortMetrics {
  const labels = { model, protocol };
  const drops = (cause: DropCause): Cell => metrics.counter('spoor_udp_packets_dropped_total', DROPS_HELP, { cause });
  metrics.gaugeFrom(`${SERVER}_queue_size`, 'UDP packets whose spans wait for the next stage', queued, labels);
  return {
    packetSize: metrics.gauge(`${SERVER}_packet_size`, 'Bytes of the latest UDP packet', labels),
    processed: metrics.counter(`${SERVER}_packets_processed_total`, 'UDP packets taken in', labels),
    dropped: metrics.counter(`${SERVER}_packets_dropped_total`, 'UDP packets dropped by a full queue', labels),
    readErrors: metrics.counter(`${SERVER}_read_errors_total`, 'Failed reads from a UDP socket', labels),
    handlerErrors: metrics.counter(`${PROCESSOR}_handler_errors_total`, 'UDP packets taken in and lost', labels),
    closeTime: metrics.histogram(`${PROCESSOR}_close_time`, 'Seconds that closing a UDP port took', labels),
    drops: {
      'queue-full': drops('queue-full'),
      'too-large': drops('too-large'),
      malformed: drops('malformed'),
      refused: drops('refused'),
    },
  };
}
