import { createContext, runInContext } from 'node:vm'
import * as mars from '@byo/mars'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'

type Mars = typeof mars

const entry = new URL('../src/index.ts', import.meta.url).pathname
let code = ''
let inputs: readonly string[] = []

beforeAll(async () => {
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    globalName: 'mars',
    platform: 'browser',
    // Comments go, so that what is left is code and texts.
    minifyWhitespace: true,
    absWorkingDir: new URL('..', import.meta.url).pathname,
    logLevel: 'silent',
  })
  code = bundle.outputFiles[0].text
  inputs = Object.keys(bundle.metafile.inputs)
})

/** The package loaded where there is nothing but JavaScript's own globals: no process, no console. */
function inBareRealm(): { readonly mars: Mars; run(program: unknown): unknown } {
  const realm = createContext({})
  runInContext(code, realm)
  return {
    mars: runInContext('mars', realm) as Mars,
    run: (program) =>
      JSON.parse(runInContext(`JSON.stringify((${String(program)})(mars))`, realm) as string),
  }
}

/** Uses the package from end to end; it is also run as text, so it stands alone. */
function useAll({ fitMars, MarsModel, isMarsError }: Mars): unknown {
  const size = Float64Array.from({ length: 80 }, (_, i) => Math.sin(i * i))
  const kind = Array.from({ length: 80 }, (_, i) => (i % 7 === 0 ? null : ['a', 'b', 'c'][i % 3]))
  const y = size.map((value, i) => Math.abs(value - 0.2) + (kind[i] === 'b' ? 1 : 0) + (i % 4) / 9)
  const sold = Array.from(y, (value) => (value > 1 ? 'yes' : 'no'))
  const seen: unknown[] = []
  const table = { size, kind }
  const fit = fitMars({ ...table, y }, 'y', {
    degree: 2,
    missing: 'terms',
    onProgress: ({ rss }) => seen.push(rss),
  })
  const read = MarsModel.fromJSON(JSON.parse(JSON.stringify(fit)))
  seen.push([...read.predict(table)], [...fit.residuals], [...fit.leverages], fit.anova())
  seen.push(read.summary(), String(read), read.importance(), read.format({ style: 'pmax' }))
  const predict = new Function(`return ${read.format({ style: 'js' })}`)()
  seen.push(predict({ size: 0.5, kind: null }), read.contributions({ size: [0.5], kind: ['a'] }))
  seen.push(fit.update({ nprune: 2 }).terms)
  for (const compat of ['earth', 'mda'] as const) {
    seen.push(fitMars({ size, y }, 'y', { compat }).toJSON())
  }
  seen.push(
    fitMars(
      Array.from(size, (value) => [value]),
      sold,
    ).toJSON(),
  )
  try {
    fitMars({ size, y }, 'z')
  } catch (error) {
    seen.push(isMarsError(error) && [error.code, error.message])
  }
  return seen
}

describe('the package bundled for a browser', () => {
  it('is made of its own sources alone and names no global of Node', () => {
    expect(inputs.length).toBeGreaterThan(60)
    expect(inputs.filter((input) => !input.startsWith('src/'))).toEqual([])
    // Node's own modules are asked for what they have only where the program has found them.
    const asked = code.replaceAll('timers.setImmediate(', '')
    expect(asked).not.toMatch(/\b(process|Buffer|require|module|__dirname|setImmediate)\b[.([]/)
    expect(code).not.toMatch(/\bimport\b|["']node:/)
  })

  it('does all that it does in Node, to the last digit, where there is nothing but JavaScript', () => {
    const { run } = inBareRealm()
    const ofNode = ['process', 'Buffer', 'require', 'setTimeout', 'performance', 'structuredClone']
    expect(ofNode.filter((name) => run(`() => typeof ${name}`) !== 'undefined')).toEqual([])
    expect(run(useAll)).toEqual(JSON.parse(JSON.stringify(useAll(mars))))
  })

  it('predicts without workers where there are none', async () => {
    const there = inBareRealm().mars
    const x = Float64Array.from({ length: 70_000 }, (_, i) => Math.sin(i))
    const few = x.slice(0, 40)
    const model = there.fitMars({ x: few, y: few.map(Math.abs) }, 'y')
    const predictions = await there.predictParallel(model, { x })
    expect([...predictions]).toEqual([...model.predict({ x })])
    await expect(there.predictParallel(model, { x }, { threads: 2 })).rejects.toMatchObject({
      code: 'no-threads',
    })
  })

  it('takes tables and signals of another realm, such as those of a frame', () => {
    const there = inBareRealm().mars
    const x = Float64Array.from({ length: 40 }, (_, i) => i)
    const y = x.map((value) => Math.abs(value - 17))
    const kind = Array.from(x, (value) => (value % 3 === 0 ? 'a' : 'b'))
    for (const given of [
      { x, kind, y },
      Array.from(x, (_, i) => ({ x: x[i], kind: kind[i], y: y[i] })),
    ]) {
      const here = mars.fitMars(given, 'y')
      const fit = there.fitMars(given, 'y', { signal: new AbortController().signal })
      expect(JSON.stringify(fit)).toBe(JSON.stringify(here))
      expect([...fit.predict(given)]).toEqual([...here.predict(given)])
    }
    expect(there.fitMars([[1], [2], [3]], [1, 2, 3]).value.columns).toHaveLength(1)
    try {
      there.fitMars({ x, y }, 'z')
      expect.unreachable()
    } catch (error) {
      expect(mars.isMarsError(error)).toBe(true)
    }
  })
})
