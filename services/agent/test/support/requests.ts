import type { Request } from '../../src/reporter/request.ts';

/** A request of so many bytes, each of them `fill`. */
export function requestOf(fill: number, bytes = 100, parts: Partial<Request> = {}): Request {
  return { bytes: new Uint8Array(bytes).fill(fill), spans: 1, format: 'jaeger', ...parts };
}

/** The first byte of each: what `requestOf` filled them with. */
export function fillsOf(requests: readonly Request[]): readonly number[] {
  return requests.map(({ bytes }) => bytes[0] ?? -1);
}
