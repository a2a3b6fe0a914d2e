// What users bundle into one file has to find its workers in that file, and to end by itself.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'

const run = promisify(execFile)
const packageFolder = new URL('..', import.meta.url).pathname
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'byo-mars-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Bundles a program with all that it imports, runs the one file in Node, and gives what it prints. */
async function outputOf(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: packageFolder, loader: 'ts' },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  })
  const file = join(folder, 'program.mjs')
  writeFileSync(file, outputFiles[0].text)
  const { stdout } = await run(process.execPath, [file], { cwd: folder, timeout: 25_000 })
  return stdout.trim()
}

it('predicts on several threads from a single file', async () => {
  const program = `
    import { fitMars, predictParallel } from './src/index.ts'
    const x = Float64Array.from({ length: 70000 }, (_, i) => Math.sin(i))
    const few = x.slice(0, 50)
    const model = fitMars({ x: few, y: few.map((value) => Math.abs(value - 0.2)) }, 'y')
    const [one, two] = [model.predict({ x }), await predictParallel(model, { x }, { threads: 2 })]
    console.log(one.length, one.every((value, i) => value === two[i]))
  `
  expect(await outputOf(program)).toBe('70000 true')
})

it('is not kept alive by workers that nobody has ended', async () => {
  const program = `
    import { startPool } from './src/parallel/worker-pool.ts'
    const pool = await startPool({ threads: 2, work: 'trial', signal: { aborted: false } })
    console.log(pool.threads)
  `
  expect(await outputOf(program)).toBe('2')
})
