import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/interop/**', 'test/soak/**', 'test/gpu/**', 'test/browser/**', 'test/fixtures/**'],
    globalSetup: ['test/global-setup.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 30_000,
    env: { TZ: 'UTC' },
  },
});
