// What every Node process tells about itself, by the names prom-client and its dashboards use. Read at scrape time,
// except the delay of the event loop, which a native histogram samples.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { memoryUsage } from 'node:process';
import type { ScrapedMetrics } from './create-metrics.ts';

/** A timer this far apart; the histogram counts it in, so it is taken off again. */
const SAMPLE_MS = 50;

/** Registers them; the answer stops the sampling. `startedMs` is the Unix time of the process start. */
export function registerProcessMetrics(metrics: ScrapedMetrics, startedMs: number): () => void {
  const cpuSeconds = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  metrics.gaugeFrom('process_start_time_seconds', 'Start of the process, Unix seconds.', () => startedMs / 1000);
  metrics.counterFrom('process_cpu_seconds_total', 'CPU time used, user and system.', cpuSeconds);
  metrics.gaugeFrom('process_resident_memory_bytes', 'Resident memory.', () => memoryUsage.rss());
  metrics.gaugeFrom('nodejs_heap_size_used_bytes', 'Heap in use.', () => memoryUsage().heapUsed);
  metrics.gaugeFrom('nodejs_heap_size_total_bytes', 'Heap reserved.', () => memoryUsage().heapTotal);
  metrics.gaugeFrom(
    'nodejs_external_memory_bytes',
    'Memory of buffers outside the heap.',
    () => memoryUsage().external,
  );
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  delay.enable();
  registerDelay(metrics, delay);
  return () => void delay.disable();
}

/** Each is over the time since the scrape before; reading the last of them starts the next period. */
function registerDelay(metrics: ScrapedMetrics, delay: ReturnType<typeof monitorEventLoopDelay>): void {
  const seconds = (ns: number): number => Math.max(0, ns / 1e9 - SAMPLE_MS / 1e3);
  const p99 = (): number => (delay.count === 0 ? 0 : seconds(delay.percentile(99)));
  const max = (): number => {
    const worst = delay.count === 0 ? 0 : seconds(delay.max);
    delay.reset();
    return worst;
  };
  metrics.gaugeFrom(
    'nodejs_eventloop_lag_p99_seconds',
    'Event loop delay, 99th percentile since the last scrape.',
    p99,
  );
  metrics.gaugeFrom('nodejs_eventloop_lag_max_seconds', 'Worst event loop delay since the last scrape.', max);
}
