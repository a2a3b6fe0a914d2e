import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { container: 'src/container.ts' },
  outExtension: () => ({ js: '.mjs' }),
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  clean: false,
  // One file that needs nothing beside it; the packages come from their sources.
  noExternal: [/.*/],
  esbuildOptions(options) {
    options.conditions = ['@byo/source', 'node', 'import']
  },
})
