import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/interop/**', 'test/soak/**', 'test/gpu/**', 'test/browser/**', 'test/fixtures/**'],
    globalSetup: ['test/global-setup.ts'],
    pool: 'threads',
    isolate: false,
    // Long beside what a machine that is four times slower, and busy, needs: what hangs is seen all the same.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    env: { TZ: 'UTC' },
  },
});
