// Writes src/generated: sources made from other sources, not kept in git and part of the published
// package. A file that would not change is left alone.
//
//   node packages/mars/scripts/generate.mjs
//
// scripts/ready.mjs runs it before it builds, vitest before it tests.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** For each file of src/generated what makes it; the worker's program includes the kernel. */
const makers = { 'kernel-wasm.ts': kernelWasm, 'worker-source.ts': workerSource }

/** Makes all files that are missing or stale; vitest calls it by this name, and again when sources change. */
export async function setup(vitest) {
  vitest?.onTestsRerun(() => setup())
  for (const [name, make] of Object.entries(makers)) {
    writeIfNew(join(root, 'src/generated', name), await make())
  }
}

/** The kernel of a fit in WebAssembly, for memory of one thread and for shared memory. */
async function kernelWasm() {
  const shared = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536']
  return `// Made by scripts/generate.mjs from assembly/kernel.ts.

/** The compiled kernel for a memory of one thread. */
export const kernelBytes: Uint8Array = Uint8Array.from([${await compiledKernel([])}])

/** The compiled kernel for memory that threads share. */
export const sharedKernelBytes: Uint8Array = Uint8Array.from([${await compiledKernel(shared)}])
`
}

/** The bytes of assembly/kernel.ts and what it imports, compiled with these options. */
async function compiledKernel(more) {
  const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--importMemory']
  const args = ['kernel.ts', '--outFile', 'kernel.wasm', ...options, ...more]
  let bytes
  const { error, stderr } = await asc.main(args, {
    readFile: (name) => {
      const path = join(root, 'assembly', name)
      return existsSync(path) ? readFileSync(path, 'utf8') : null
    },
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm') bytes = contents
    },
    listFiles: () => [],
  })
  if (error) throw new Error(`The kernel does not compile: ${stderr.toString()}`, { cause: error })
  return [...bytes].join(', ')
}

/** The program of a worker as text: src/worker.ts and all that it imports. */
async function workerSource() {
  const { outputFiles } = await build({
    entryPoints: ['src/worker.ts'],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    target: 'es2023',
    logLevel: 'error',
  })
  return `// Made by scripts/generate.mjs from src/worker.ts.

/** The program of a worker. */
export const workerSource: string =
  ${JSON.stringify(outputFiles[0].text.trim())}
`
}

/** Writes a file in one step, so that nobody ever reads half of it. */
function writeIfNew(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, path)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setup()
