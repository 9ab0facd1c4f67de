// A request whose body stays half sent until told: work in flight for as long as a test needs it.
import { request } from 'node:http';
import type { HttpAnswer } from './http-request.ts';

export interface HeldRequest {
  /** Sends the rest. */
  finish(): void;
  readonly answer: Promise<Pick<HttpAnswer, 'status'>>;
}

/** Resolves when the first half has left this process. */
export async function holdRequest(base: string, target: string, body: Uint8Array): Promise<HeldRequest> {
  const { hostname, port } = new URL(base);
  const headers = { 'content-type': 'application/x-protobuf', 'content-length': String(body.length) };
  const sent = request({ hostname, port, path: target, method: 'POST', headers, agent: false });
  const answer = new Promise<{ status: number }>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (got) => {
      got.resume();
      got.on('error', reject);
      got.on('end', () => resolve({ status: got.statusCode ?? 0 }));
    });
  });
  // Whoever awaits `answer` later sees the error; until then it is not unhandled.
  answer.catch(() => {});
  const half = body.length >> 1;
  await new Promise<void>((resolve, reject) => {
    sent.write(body.subarray(0, half), (error) => (error ? reject(error) : resolve()));
  });
  return { answer, finish: () => void sent.end(body.subarray(half)) };
}
