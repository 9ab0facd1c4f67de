import type { ServerResponse } from 'node:http';
import { asTracingError, type Logger, type TracingError } from '@spoor/core';
import { sendFailure } from './respond.ts';

/**
 * Answers for a route that threw. Jaeger says 500 to everything that is not the caller's fault; what waiting
 * may cure carries Retry-After where the store gave advice, and overload is 503. An answer already begun is cut off,
 * so that no client takes it for whole.
 */
export function failed(response: ServerResponse, thrown: unknown, logger: Logger): void {
  const error = asTracingError(thrown);
  if (response.headersSent) {
    logger.error('query answer cut off after it had begun', { code: error.code, error: error.message });
    response.destroy();
    return;
  }
  const status = statusOf(error);
  if (status >= 500) logger.error('query failed', { code: error.code, error: error.message });
  if (error.retryAfterMs !== null) response.setHeader('retry-after', Math.ceil(error.retryAfterMs / 1000));
  if (error.code === 'PAYLOAD_TOO_LARGE') response.setHeader('connection', 'close'); // the rest stays unread
  sendFailure(response, status, error.message);
}

function statusOf(error: TracingError): number {
  if (error.code === 'OVER_CAPACITY') return 503;
  return Math.min(error.class.http, 500);
}
