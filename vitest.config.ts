import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  // Vitest leaves a processor free, which of two is half.
  test: { include: ['test/**/*.test.ts'], pool: 'threads', maxWorkers: '100%', testTimeout: 60_000 },
});
