import { defineConfig } from 'vitest/config'

// Sister packages are read from their sources (`@byo/source`), so tests need no build of them.
const resolve = { conditions: ['@byo/source', 'node', 'import', 'default'] }
const ssr = { resolve: { conditions: ['@byo/source', 'node', 'import', 'default'] } }

export default defineConfig({
  resolve,
  ssr,
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'examples/*/test/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    // Suites that need a container engine or foreign clients have commands of their own.
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      '**/*.containers.test.ts',
      '**/*.clients.test.ts',
    ],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
