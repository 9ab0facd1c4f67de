// What the tests use of npm jaeger-client, which brings no types.
declare module 'jaeger-client' {
  interface ReporterConfig {
    readonly agentHost?: string;
    readonly agentPort?: number;
    readonly collectorEndpoint?: string;
  }

  interface Configuration {
    readonly serviceName: string;
    readonly sampler: { readonly type: string; readonly param: number };
    readonly reporter: ReporterConfig;
  }

  /** Times are Unix milliseconds. */
  interface JaegerSpan {
    log(fields: Readonly<Record<string, unknown>>, atMs: number): void;
    finish(atMs: number): void;
    context(): { toTraceId(): string };
  }

  interface JaegerTracer {
    startSpan(
      name: string,
      options: {
        readonly startTime: number;
        readonly childOf?: JaegerSpan;
        readonly tags: Readonly<Record<string, unknown>>;
      },
    ): JaegerSpan;
    close(done: () => void): void;
  }

  const client: {
    initTracer(
      config: Configuration,
      options: { readonly traceId128bit: boolean; readonly tags: Readonly<Record<string, unknown>> },
    ): JaegerTracer;
  };
  export default client;
  export type { ReporterConfig };
}
