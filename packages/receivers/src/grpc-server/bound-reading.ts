// Leads every call through the gate before its message is read; until then flow control holds the sender back.
import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { type ByteBudget, systemTimers, TracingError } from '@spoor/core';
import { grpcRefusal } from './grpc-refusal.ts';
import { type Passage, ReadGate } from './read-gate.ts';

/** Long enough for 4 MiB at 2 Mbit/s. */
const MESSAGE_TIMEOUT_MS = 20_000;
const RETRY_AFTER_MS = 1_000;
/** However small the budget: a few slow senders must not be all that is served. */
const MIN_READING = 4;
/** A few connections may use all their streams at once: most messages are small and there with their headers. */
const MIN_WAITING = 1_024;
/** Not spans, and small. */
const ALWAYS_OPEN = '/grpc.';

/**
 * Messages on their way in take no more than the capacity of `budget` (or four messages of `maxMessageBytes`), and
 * those that wait no more than that in windows of `windowBytes` (or 1,024 windows).
 */
export function boundReading(budget: ByteBudget, maxMessageBytes: number, windowBytes: number): ServerInterceptor {
  const maxReading = Math.max(MIN_READING, Math.floor(budget.capacity / maxMessageBytes));
  const maxWaiting = Math.max(MIN_WAITING, Math.floor(budget.capacity / windowBytes));
  const limits = { maxReading, maxWaiting, messageTimeoutMs: MESSAGE_TIMEOUT_MS };
  const gate = new ReadGate(limits, systemTimers);
  return (method, call) => {
    if (method.path.startsWith(ALWAYS_OPEN)) return new ServerInterceptingCall(call);
    return new ServerInterceptingCall(call, {
      start(next) {
        let passage: Passage | null = null;
        next({
          onReceiveMetadata(metadata, pass) {
            const late = (): void => call.sendStatus(grpcRefusal(lateError()));
            passage = gate.enter(() => pass(metadata), late);
            if (passage === null) call.sendStatus(grpcRefusal(crowdedError(maxReading, maxWaiting)));
          },
          onReceiveMessage(message, pass) {
            passage?.leave();
            pass(message);
          },
          onCancel: () => passage?.leave(), // also called when a call has ended well
        });
      },
    });
  };
}

function lateError(): TracingError {
  return new TracingError('DEADLINE_EXCEEDED', `the message did not arrive within ${MESSAGE_TIMEOUT_MS} ms`);
}

function crowdedError(maxReading: number, maxWaiting: number): TracingError {
  const text = `${maxReading} messages are on their way in and ${maxWaiting} calls wait for them; send again later`;
  return new TracingError('OVER_CAPACITY', text, { retryAfterMs: RETRY_AFTER_MS });
}
