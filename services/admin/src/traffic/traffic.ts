// Endless requests of made-up traces. Each trace is one visit to the shop; its spans are spread over the
// exporters of the services it passes, as they are in life, so a request holds parts of many traces.
import type { Clock } from '@spoor/core';
import { Exporter, type ExportRequest } from './exporter.ts';
import { SeededRandom } from './seeded-random.ts';
import { type CallModel, type OperationModel, type ServiceModel, SHOP } from './shop-model.ts';
import { type SpanFacts, writeSpan } from './span-writer.ts';

export interface TrafficOptions {
  readonly seed: number;
  readonly batchSpans: number;
  /** Traces end about now. */
  readonly clock: Clock;
}

/** The trace being made. */
interface Visit {
  readonly traceId: Uint8Array;
  readonly startNsRem: number;
  readonly user: number;
}

interface Done {
  readonly endUs: number;
  readonly error: string;
}

const SERVER = 2;
const CLIENT = 3;
/** How likely an error below makes the caller fail too. */
const ERROR_SPREADS = 0.7;
const NETWORK_US = 150;
const USERS = 5_000;
const LONGEST_VISIT_US = 2_000_000;

export class Traffic {
  readonly #random: SeededRandom;
  readonly #batchSpans: number;
  readonly #clock: Clock;
  readonly #services: ReadonlyMap<string, ServiceModel>;
  readonly #exporters: ReadonlyMap<string, readonly Exporter[]>;
  readonly #full: Exporter[] = [];

  constructor({ seed, batchSpans, clock }: TrafficOptions) {
    this.#random = new SeededRandom(seed);
    this.#batchSpans = batchSpans;
    this.#clock = clock;
    this.#services = new Map(SHOP.map((service) => [service.name, service]));
    this.#exporters = new Map(
      SHOP.map((service) => [
        service.name,
        Array.from({ length: service.instances }, (_, instance) => new Exporter(service, instance)),
      ]),
    );
  }

  /** The next request of at least `batchSpans` spans. */
  next(): ExportRequest {
    for (;;) {
      const exporter = this.#full.shift();
      if (exporter !== undefined) return exporter.take();
      this.#visit();
    }
  }

  /** What is left over, one request an exporter: without it the last traces stay incomplete. */
  *rest(): Iterable<ExportRequest> {
    this.#full.length = 0;
    for (const exporters of this.#exporters.values()) {
      for (const exporter of exporters) if (exporter.spans > 0) yield exporter.take();
    }
  }

  #visit(): void {
    const random = this.#random;
    const visit = { traceId: random.bytes(16), startNsRem: random.below(1000), user: random.below(USERS) };
    const storefront = SHOP[0]!;
    const startUs = Math.floor(this.#clock.nowMs() * 1000) - LONGEST_VISIT_US;
    this.#serve(visit, storefront, random.pick(storefront.operations), null, startUs);
  }

  /** The server's span of one operation, and below it everything that the operation calls. */
  #serve(
    visit: Visit,
    service: ServiceModel,
    operation: OperationModel,
    parentId: Uint8Array | null,
    startUs: number,
  ): Done {
    const random = this.#random;
    const spanId = random.bytes(8);
    const instance = random.below(service.instances);
    let endUs = startUs + Math.ceil(random.latency(operation.meanUs) / 2);
    let error = random.fraction() < operation.errorRate ? `${operation.name} failed` : '';
    for (const call of operation.calls ?? []) {
      if (random.fraction() >= call.probability) continue;
      for (let left = 1 + random.below(call.repeat ?? 1); left > 0; left--) {
        const done = this.#call(visit, service, instance, call, spanId, endUs);
        endUs = done.endUs;
        if (done.error !== '' && random.fraction() < ERROR_SPREADS) error = done.error;
      }
    }
    if (operation.query !== undefined) endUs = this.#query(visit, service, instance, operation.query, spanId, endUs);
    endUs += Math.ceil(random.latency(operation.meanUs) / 2);
    this.#write(service, instance, visit, {
      spanId,
      parentId,
      name: operation.name,
      kind: SERVER,
      startUs,
      durationUs: endUs - startUs,
      texts: [...httpTexts(operation), ['enduser.id', `user-${visit.user}`]],
      ints:
        operation.http === undefined
          ? [['rpc.grpc.status_code', error === '' ? 0 : 13]]
          : [['http.response.status_code', error === '' ? 200 : 500]],
      error,
      event: random.fraction() < 0.1 ? 'cache.miss' : '',
    });
    return { endUs, error };
  }

  /** The caller's span of one call and the callee's below it. */
  #call(
    visit: Visit,
    caller: ServiceModel,
    instance: number,
    call: CallModel,
    parentId: Uint8Array,
    startUs: number,
  ): Done {
    const callee = this.#services.get(call.service)!;
    const operation = callee.operations.find(({ name }) => name === call.operation)!;
    const spanId = this.#random.bytes(8);
    const { endUs: served, error } = this.#serve(visit, callee, operation, spanId, startUs + NETWORK_US);
    const endUs = served + NETWORK_US;
    this.#write(caller, instance, visit, {
      spanId,
      parentId,
      name: `${call.service}/${call.operation}`,
      kind: CLIENT,
      startUs,
      durationUs: endUs - startUs,
      texts: [
        ['rpc.system', 'grpc'],
        ['rpc.service', call.service],
        ['rpc.method', call.operation],
        ['server.address', call.service],
      ],
      ints: [['server.port', 8080]],
      error,
      event: '',
    });
    return { endUs, error };
  }

  /** A database span; answers its end. */
  #query(
    visit: Visit,
    service: ServiceModel,
    instance: number,
    [system, statement]: readonly [string, string],
    parentId: Uint8Array,
    startUs: number,
  ): number {
    const durationUs = this.#random.latency(system === 'redis' ? 200 : 1_500);
    this.#write(service, instance, visit, {
      spanId: this.#random.bytes(8),
      parentId,
      name: `${system} ${statement.split(' ', 1)[0]}`,
      kind: CLIENT,
      startUs,
      durationUs,
      texts: [
        ['db.system', system],
        ['db.query.text', statement],
        ['server.address', `${service.name}-db`],
      ],
      ints: [['db.response.returned_rows', this.#random.below(40)]],
      error: '',
      event: '',
    });
    return startUs + durationUs;
  }

  #write(service: ServiceModel, instance: number, visit: Visit, facts: Omit<SpanFacts, keyof Visit>): void {
    const exporter = this.#exporters.get(service.name)![instance]!;
    const thread = this.#random.below(16);
    const common: SpanFacts['texts'] = [
      ['thread.name', `worker-${thread}`],
      ['network.transport', 'tcp'],
      ['network.protocol.version', '1.1'],
      ['network.peer.address', `10.0.${instance}.${thread}`],
      ['code.function.name', `${service.name}.handlers.${facts.name.replaceAll(/\W+/g, '_')}`],
    ];
    writeSpan(exporter.next(), {
      ...facts,
      traceId: visit.traceId,
      startNsRem: visit.startNsRem,
      texts: [...facts.texts, ...common],
    });
    if (exporter.spans === this.#batchSpans) this.#full.push(exporter);
  }
}

function httpTexts({ http }: OperationModel): readonly (readonly [string, string])[] {
  if (http === undefined) return [['rpc.system', 'grpc']];
  const [method, route] = http;
  return [
    ['http.request.method', method],
    ['http.route', route],
    ['url.scheme', 'https'],
    ['user_agent.original', 'Mozilla/5.0 (X11; Linux x86_64) loadgen'],
  ];
}
