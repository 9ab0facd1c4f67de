// Whether a collector is connected, as Jaeger's agent shows it.
import type { Metrics } from '@spoor/core';
import type { GrpcClient } from '@spoor/kit';

export function meterConnection(client: GrpcClient, metrics: Metrics): void {
  const labels = { protocol: 'grpc' };
  const name = 'jaeger_agent_connection_status_collector';
  metrics.gaugeFrom(
    `${name}_connected`,
    '1 while a collector is connected, else 0',
    () => Number(client.connected),
    labels,
  );
  const reconnects = metrics.counter(`${name}_reconnects_total`, 'Times that a collector was connected anew', labels);
  client.onConnection((isConnected) => {
    if (isConnected) reconnects.value++;
  });
}
