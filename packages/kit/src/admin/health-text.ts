import { goDurationText } from '../config/go-duration.ts';
import type { ServiceState } from './service-state.ts';

/** Go's zero time, which Jaeger shows while it is not available. */
const NEVER = '0001-01-01T00:00:00Z';

/** Jaeger's health JSON: RFC 3339 with the fraction's zeros cut off, uptime as a Go duration. */
export function healthText(state: ServiceState): string {
  if (!state.isReady()) return JSON.stringify({ status: 'Server not available', upSince: NEVER, uptime: '' });
  const sinceMs = state.readySinceMs();
  return JSON.stringify({
    status: 'Server available',
    upSince: new Date(sinceMs).toISOString().replace(/\.?0*Z$/, 'Z'),
    uptime: goDurationText(Math.max(0, state.clock.nowMs() - sinceMs)),
  });
}
