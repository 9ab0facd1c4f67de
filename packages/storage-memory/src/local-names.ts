// Service and operation names by the store's own small ids. The process-wide table gives most of them an
// id already; this one adds the names it was too full for, finds an id by text without adding it, and
// keeps tables of different origin apart. Bounded: past the bound a name has id 0 and stays in the bytes.
import type { NameTable, SpanBatch } from '@spoor/core';

/** Local ids of the rows of one batch; reused by the next one. */
export interface LocalIds {
  readonly service: Uint32Array;
  readonly operation: Uint32Array;
}

export interface LocalNamesLimits {
  readonly maxNames: number;
  /** Sum of UTF-16 lengths. */
  readonly maxChars: number;
}

const DEFAULT_LIMITS: LocalNamesLimits = { maxNames: 131_072, maxChars: 8 * 1024 * 1024 };
/** Map entry, array entry and string header of one name. */
const NAME_OVERHEAD_BYTES = 96;
const BYTES_PER_CHAR = 2;
/** Names are never forgotten: at most so much of the store's bound goes to their entries, and as much to their texts. */
const SHARE_OF_STORE = 1 / 16;
/** Of the table, for operations: however many a service makes up, services that come later are listed. */
const SHARE_OF_OPERATIONS = 3 / 4;

/** What a store of `maxBytes` can afford. */
export function namesLimits(maxBytes: number): LocalNamesLimits {
  const share = maxBytes * SHARE_OF_STORE;
  return {
    maxNames: Math.min(DEFAULT_LIMITS.maxNames, Math.floor(share / NAME_OVERHEAD_BYTES)),
    maxChars: Math.min(DEFAULT_LIMITS.maxChars, Math.floor(share / BYTES_PER_CHAR)),
  };
}

export class LocalNames {
  readonly #shared: NameTable;
  readonly #limits: LocalNamesLimits;
  readonly #texts: string[] = [''];
  readonly #byText = new Map<string, number>();
  /** Index = id in the shared table; 0 = not seen yet. */
  #ofShared: Uint32Array = new Uint32Array(1024);
  #chars = 0;
  #service: Uint32Array = new Uint32Array(1024);
  #operation: Uint32Array = new Uint32Array(1024);

  constructor(shared: NameTable, limits: LocalNamesLimits = DEFAULT_LIMITS) {
    this.#shared = shared;
    this.#limits = limits;
  }

  get heldBytes(): number {
    const tables = this.#ofShared.byteLength + this.#service.byteLength + this.#operation.byteLength;
    return tables + this.#texts.length * NAME_OVERHEAD_BYTES + BYTES_PER_CHAR * this.#chars;
  }

  /** The name of a local id other than 0. */
  text(id: number): string {
    const text = this.#texts[id];
    if (text === undefined || id === 0) throw new RangeError(`name ${id} is not in the table`);
    return text;
  }

  /** The id of a name that some span had; 0 when none had or the table was full. */
  find(text: string): number {
    return this.#byText.get(text) ?? 0;
  }

  /** Valid until the next call. */
  idsOf(batch: SpanBatch): LocalIds {
    if (this.#service.length < batch.length) {
      this.#service = new Uint32Array(batch.length);
      this.#operation = new Uint32Array(batch.length);
    }
    const { service, operation } = batch.columns;
    const foreign = batch.names !== this.#shared;
    const known = this.#ofShared;
    for (let row = 0; row < batch.length; row++) {
      const serviceId = service[row]!;
      const operationId = operation[row]!;
      this.#service[row] = (foreign ? 0 : known[serviceId]) || this.#add(batch, serviceId, row, true);
      this.#operation[row] = (foreign ? 0 : known[operationId]) || this.#add(batch, operationId, row, false);
    }
    return { service: this.#service, operation: this.#operation };
  }

  #add(batch: SpanBatch, id: number, row: number, isService: boolean): number {
    const text = id === 0 ? nameFromBytes(batch, row, isService) : batch.names.text(id);
    const local = this.#byText.get(text) ?? this.#create(text, isService ? 1 : SHARE_OF_OPERATIONS);
    if (id !== 0 && batch.names === this.#shared) this.#remember(id, local);
    return local;
  }

  /** `share` of the limits is open to this name. */
  #create(text: string, share: number): number {
    const { maxNames, maxChars } = this.#limits;
    if (this.#texts.length > maxNames * share || this.#chars + text.length > maxChars * share) return 0;
    const local = this.#texts.length;
    this.#texts.push(text);
    this.#byText.set(text, local);
    this.#chars += text.length;
    return local;
  }

  #remember(shared: number, local: number): void {
    if (shared >= this.#ofShared.length) {
      const grown = new Uint32Array(Math.max(shared + 1, this.#ofShared.length * 2));
      grown.set(this.#ofShared);
      this.#ofShared = grown;
    }
    this.#ofShared[shared] = local;
  }
}

function nameFromBytes(batch: SpanBatch, row: number, isService: boolean): string {
  const view = batch.span(row);
  return isService ? view.service : view.operation;
}
