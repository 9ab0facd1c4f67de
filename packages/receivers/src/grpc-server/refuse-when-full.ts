// grpc-js buffers a message before any handler sees it. While the byte budget is used up, calls are refused
// when they open, so that an overload does not pile up messages that would be refused anyway.
import type { ServerInterceptingCall, ServerInterceptor } from '@grpc/grpc-js';
import type { ByteBudget } from '@spoor/core';
import { Reservation } from '../intake/reservation.ts';
import { grpcRefusal } from './grpc-refusal.ts';

/** With less than this left there is no use in reading another message. */
const MIN_ROOM_BYTES = 64 * 1024;
/** Not spans, and small. */
const ALWAYS_OPEN = '/grpc.';

export function refuseWhenFull(budget: ByteBudget): ServerInterceptor {
  return (method, call) => {
    if (budget.capacity - budget.used < MIN_ROOM_BYTES && !method.path.startsWith(ALWAYS_OPEN)) {
      call.sendStatus(grpcRefusal(new Reservation(budget).refusal(MIN_ROOM_BYTES)));
    }
    // The call as it came: a wrapper would cost every call, and grpc-js asks for no more than this interface.
    return call as ServerInterceptingCall;
  };
}
