import type { Options } from 'tsup'

/** Everything in the bundle, the project's own packages from their sources. */
const bundled: Options = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  clean: false,
  noExternal: [/.*/],
  esbuildOptions(options) {
    options.conditions = ['@byo/source', 'node', 'import']
    options.mainFields = ['module', 'main']
  },
}

/** How each example is built: its container program, and its command. */
export const exampleBuild: readonly Options[] = [
  // The program that becomes an image: one file that needs nothing beside it.
  {
    ...bundled,
    entry: { container: 'src/container.ts' },
    outExtension: () => ({ js: '.mjs' }),
    minify: true,
    // What is loaded late, such as WebSockets, would else stand in files beside it.
    splitting: false,
  },
  // The command: bundled so that it starts in half the time; what it loads late stays in files of its own.
  {
    ...bundled,
    entry: { main: 'src/main.ts' },
    splitting: true,
    // Libraries in CommonJS ask for Node's modules by `require`, which modules do not have.
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
    },
  },
]
