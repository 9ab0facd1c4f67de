// What one service's SDK does: gathers the spans of its process over many traces and hands out a request
// once there are enough.
import { ProtoWriter } from '@spoor/wire';
import type { ServiceModel } from './shop-model.ts';
import { writeText } from './write-attribute.ts';

export interface ExportRequest {
  /** An ExportTraceServiceRequest. */
  readonly bytes: Uint8Array;
  readonly spans: number;
}

const SCOPES: Readonly<Record<string, string>> = {
  nodejs: '@opentelemetry/instrumentation-http',
  java: 'io.opentelemetry.netty-4.1',
  python: 'opentelemetry.instrumentation.grpc',
};

export class Exporter {
  readonly #service: ServiceModel;
  readonly #instance: number;
  readonly #writer: ProtoWriter = new ProtoWriter(64 * 1024);
  #spans = 0;
  #resourceSpans = 0;
  #scopeSpans = 0;

  constructor(service: ServiceModel, instance: number) {
    this.#service = service;
    this.#instance = instance;
  }

  get spans(): number {
    return this.#spans;
  }

  /** Where the next span goes: a Span message is to be opened as field 2. */
  next(): ProtoWriter {
    if (this.#spans++ === 0) this.#begin();
    return this.#writer;
  }

  /** Everything gathered since the last time; there must be something. */
  take(): ExportRequest {
    const writer = this.#writer;
    writer.close(this.#scopeSpans);
    writer.close(this.#resourceSpans);
    const request = { bytes: writer.finish(), spans: this.#spans };
    writer.reset();
    this.#spans = 0;
    return request;
  }

  #begin(): void {
    const { name, language, version } = this.#service;
    const writer = this.#writer;
    const host = `${name}-${this.#instance}`;
    this.#resourceSpans = writer.open(1);
    const resource = writer.open(1);
    writeText(writer, 1, 'service.name', name);
    writeText(writer, 1, 'service.version', version);
    writeText(writer, 1, 'service.instance.id', host);
    writeText(writer, 1, 'host.name', host);
    writeText(writer, 1, 'telemetry.sdk.language', language);
    writeText(writer, 1, 'telemetry.sdk.name', 'opentelemetry');
    writeText(writer, 1, 'deployment.environment.name', 'loadgen');
    writer.close(resource);
    this.#scopeSpans = writer.open(2);
    const scope = writer.open(1);
    writer.text(1, SCOPES[language] ?? `instrumentation.${language}`);
    writer.text(2, '1.0.0');
    writer.close(scope);
  }
}
