import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What is too slow for `npm test`: tests against real peers, and soak tests. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: [
      'test/interop/**/*.test.ts',
      'test/soak/**/*.test.ts',
      'test/gpu/**/*.test.ts',
      'test/browser/**/*.test.ts',
    ],
    pool: 'threads',
    isolate: false,
    fileParallelism: false,
    testTimeout: 300_000,
    // What is waited for comes on a slow or busy machine too: only what hangs shall fail.
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    env: { TZ: 'UTC' },
  },
});
