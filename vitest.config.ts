import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Sources run unbuilt: workspace packages resolve to src/index.ts by this condition.
  resolve: { conditions: ['development'] },
  ssr: { resolve: { conditions: ['development'], externalConditions: ['development'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'services/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
    // Its own default leaves a core idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
  },
});
