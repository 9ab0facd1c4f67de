// Which of a span's hosts names its service: of a core annotation, else of the local component, else of any
// annotation, else of any tag; the first of its sort with a name.
import type { EndpointReader } from './endpoint-reader.ts';

export const RANK_CORE = 0;
export const RANK_LOCAL_COMPONENT = 1;
export const RANK_ANNOTATION = 2;
export const RANK_TAG = 3;
const RANK_NONE = 4;

export class ServiceHost {
  /** Empty = no host has a name. */
  nameAt = 0;
  nameEnd = 0;
  /** Signed; 0 = none. */
  ipv4 = 0;
  #rank = RANK_NONE;

  reset(): void {
    this.nameAt = this.nameEnd = this.ipv4 = 0;
    this.#rank = RANK_NONE;
  }

  offer(rank: number, host: EndpointReader): void {
    if (rank >= this.#rank || host.nameEnd === host.nameAt) return;
    this.#rank = rank;
    this.nameAt = host.nameAt;
    this.nameEnd = host.nameEnd;
    this.ipv4 = host.ipv4;
  }
}
