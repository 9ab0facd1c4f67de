import { sendFailure } from '../http/respond.ts';
import { parseTraceRequest } from '../params/trace-params.ts';
import type { Route } from './route.ts';

/** There is no archive yet: what Jaeger says where none is configured. */
export function archiveRoute(): Route {
  return {
    method: 'POST',
    path: '/api/archive/*',
    handle({ segments, query, response }) {
      const wanted = parseTraceRequest(segments[3]!, query);
      if (wanted.ok) sendFailure(response, 500, 'archive span storage was not configured');
      else sendFailure(response, 400, wanted.error);
    },
  };
}
