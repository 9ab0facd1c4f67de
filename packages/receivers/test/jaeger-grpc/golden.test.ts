// What Jaeger 1.76 answered to recorded messages.
import { goldenIngestCases } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { grpcClient } from '../support/grpc-client.ts';
import { jaegerGrpcDoor } from '../support/jaeger-grpc-door.ts';

const cases = goldenIngestCases('jaeger').filter(({ protocol }) => protocol === 'grpc-api_v2');

for (const recorded of cases) {
  test(`answers as Jaeger 1.76 to ${recorded.name}: ${recorded.description}`, async () => {
    const { address } = await jaegerGrpcDoor();
    const client = grpcClient(address);
    for (const [i, payload] of recorded.payloads.entries()) {
      const answer = recorded.answers[i]!;
      const { code, response } = await client.export(payload, { path: recorded.path });
      // 1.76 says INTERNAL, which senders take for a defect of the server; ours is deliberate.
      expect(code).toBe(answer.grpcCode === 'INTERNAL' ? 'INVALID_ARGUMENT' : answer.grpcCode);
      expect(response === null ? undefined : Buffer.from(response).toString('hex')).toBe(answer.responseHex);
    }
  });
}
