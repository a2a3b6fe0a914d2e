import { defineConfig } from 'vitest/config'

// Sister packages are read from their sources (`@byo/source`), so tests need no build of them.
const conditions = ['@byo/source', 'node', 'import', 'default']

/** Which test files each suite of `scripts/run-tests.mjs` takes. */
const suites: Record<string, { include: string[]; exclude: string[] }> = {
  unit: {
    include: [
      '{packages,examples}/*/test/**/*.test.ts',
      'bench/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    exclude: ['**/*.containers.test.ts', '**/*.clients.test.ts'],
  },
  containers: { include: ['{packages,examples}/*/test/**/*.containers.test.ts'], exclude: [] },
  // The main flow on AWS itself, or whatever AWS_ENDPOINT_URL points at: it costs money and takes hours.
  remote: {
    include: ['packages/byo-core/test/train-and-deploy/{train-and-deploy,steps}.test.ts'],
    exclude: [],
  },
  clients: { include: ['{packages,examples}/*/test/**/*.clients.test.ts'], exclude: [] },
}
const isRemote = process.env.BYO_REMOTE === '1'
const suite = suites[isRemote ? 'remote' : (process.env.BYO_TEST_SUITE ?? 'unit')]
if (suite === undefined)
  throw new Error(`BYO_TEST_SUITE is one of ${Object.keys(suites).join(', ')}`)

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Sources that are made from others have to be there before a test imports them.
    globalSetup: 'packages/mars/scripts/generate.mjs',
    include: suite.include,
    exclude: ['**/node_modules/**', '**/dist/**', ...suite.exclude],
    // The SDK's warning of the end of Node 20 would drown what tests print.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // Generous, because a busy machine is not a failing test; nothing waits this long when all is well.
    testTimeout: isRemote ? 3_600_000 : 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 10 } },
  },
})
