import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['development'] },
  ssr: { resolve: { conditions: ['development'], externalConditions: ['development'] } },
  test: {
    include: ['e2e/*.test.ts'],
    globalSetup: ['python-sdk.ts', 'go-clients.ts'].map((file) => join(import.meta.dirname, 'support', file)),
    // Each file starts servers of its own; two at once would only slow each other down.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 180_000,
    pool: 'forks',
    // Differences are told by their text: all of it.
    chaiConfig: { truncateThreshold: 0 },
  },
});
