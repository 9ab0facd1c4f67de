// SIGTERM and SIGINT: not ready at once, serving for `delayMs` more (load balancers need it), then stopped in reverse
// and exit 0. A second signal ends the process on the spot.
import type { Logger } from '@spoor/core';
import type { ComponentGraph } from './component-graph.ts';
import type { Host } from './host.ts';

/** Exit code 1 when something had to be given up. `withinMs` includes the delay. */
export function stopOnSignal(
  host: Host,
  graph: ComponentGraph,
  logger: Logger,
  delayMs: number,
  withinMs: number,
): void {
  let signalled = false;
  const stop = (signal: string): void => {
    if (signalled) {
      logger.warn('second signal: leaving without draining', { signal });
      host.exit(1);
      return;
    }
    signalled = true;
    const serving = graph.state === 'ready';
    graph.announceStop();
    logger.info('stopping', { signal, delayMs: serving ? delayMs : 0 });
    setTimeout(() => void finish(), serving ? delayMs : 0);
  };
  const finish = async (): Promise<void> => {
    const clean = await graph.stop(Math.max(0, withinMs - delayMs));
    logger.info(clean ? 'stopped' : 'stopped, not everything in order');
    host.exit(clean ? 0 : 1);
  };
  host.onSignal('SIGINT', () => stop('SIGINT'));
  host.onSignal('SIGTERM', () => stop('SIGTERM'));
}
