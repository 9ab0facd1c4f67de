// Answers one request for a strategy. The bodies are computed by the provider, once for each strategy; what is left
// to do for a request is to find its service and to write.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { asTracingError, type SamplingAnswer, type SamplingProvider } from '@spoor/core';
import { type HttpAnswer, plainText, refuse } from '../http-door/http-answer.ts';
import { PreparedAnswers, type SamplingForm } from './prepared-answers.ts';
import type { SamplingMetrics } from './sampling-metrics.ts';
import { serviceParameter } from './service-parameter.ts';

const NO_SERVICE = plainText(400, "'service' parameter must be provided once");
const NO_LEGACY_FORM = plainText(500, 'cannot marshall to JSON');
const NO_BAGGAGE = collectorError('baggage not implemented');

export class SamplingResponder {
  readonly #provider: SamplingProvider;
  readonly #metrics: SamplingMetrics;
  readonly #prepared = new PreparedAnswers();

  constructor(provider: SamplingProvider, metrics: SamplingMetrics) {
    this.#provider = provider;
    this.#metrics = metrics;
  }

  /** Answers `response`, at once when the provider does; never throws. */
  strategy(form: SamplingForm, request: IncomingMessage, response: ServerResponse): void {
    const service = serviceParameter(request.url ?? '');
    if (service === null) {
      this.#refuseBadRequest(request, response);
      return;
    }
    try {
      const answer = this.#provider.strategy(service);
      if (answer instanceof Promise) void this.#sendLater(form, answer, request, response);
      else this.#send(form, answer, request, response);
    } catch (thrown) {
      this.#fail(thrown, request, response);
    }
  }

  /** There is no baggage to be had since Jaeger's own collectors stopped knowing any. */
  baggage(request: IncomingMessage, response: ServerResponse): void {
    if (serviceParameter(request.url ?? '') === null) this.#refuseBadRequest(request, response);
    else {
      this.#metrics.providerErrors.value++;
      refuse(request, response, NO_BAGGAGE);
    }
  }

  #refuseBadRequest(request: IncomingMessage, response: ServerResponse): void {
    this.#metrics.badRequests.value++;
    refuse(request, response, NO_SERVICE);
  }

  async #sendLater(
    form: SamplingForm,
    answer: Promise<SamplingAnswer>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      this.#send(form, await answer, request, response);
    } catch (thrown) {
      this.#fail(thrown, request, response);
    }
  }

  #send(form: SamplingForm, answer: SamplingAnswer, request: IncomingMessage, response: ServerResponse): void {
    const prepared = this.#prepared.of(form, answer);
    if (prepared === null) {
      this.#metrics.legacyErrors.value++;
      refuse(request, response, NO_LEGACY_FORM);
      return;
    }
    if (response.destroyed) {
      this.#metrics.writeErrors.value++;
      return;
    }
    this.#metrics[form === 'legacy' ? 'legacy' : 'sampling'].value++;
    response.writeHead(200, prepared.headers);
    response.end(prepared.body, 'latin1');
  }

  #fail(thrown: unknown, request: IncomingMessage, response: ServerResponse): void {
    this.#metrics.providerErrors.value++;
    refuse(request, response, collectorError(asTracingError(thrown).message));
  }
}

function collectorError(text: string): HttpAnswer {
  return plainText(500, `collector error: ${text}`);
}
