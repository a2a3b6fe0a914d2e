import type { InputKind } from './codecs/codec.ts'
import type { ContainerProgram } from './container-program.ts'
import { nodeHost } from './lifecycle/node-host.ts'
import { runCommand } from './run-command.ts'

/**
 * Runs a program as SageMaker wants it run, by the first word on the command line: `train` trains once, `serve`
 * answers `/ping` and `/invocations`. Without such a word, the name that the program is started by counts, then the
 * variable `BYO_COMMAND`. Everything that goes wrong ends in one sentence on stderr (with a stack if
 * DEBUG is set), in training also in `output/failure`, and an exit code other than 0. Resolves never: the process ends.
 *
 * @param program - The functions and what they need.
 * @example
 * ```ts
 * import { readFile, writeFile } from 'node:fs/promises'
 * import { join } from 'node:path'
 * import { runContainer } from '@byo/container-kit'
 * import { readCsvFiles } from '@byo/container-kit/table'
 *
 * await runContainer({
 *   channels: ['train'],
 *   async train({ channels, modelDir }) {
 *     const { y } = await readCsvFiles(channels.train.dir, { types: { y: 'number' } })
 *     const mean = Float64Array.from(y!, Number).reduce((sum, value) => sum + value, 0) / y!.length
 *     await writeFile(join(modelDir, 'model.json'), JSON.stringify({ mean }))
 *   },
 *   async load({ modelDir }): Promise<{ mean: number }> {
 *     return JSON.parse(await readFile(join(modelDir, 'model.json'), 'utf8'))
 *   },
 *   predict: (model, rows) => Object.values(rows)[0]!.map(() => model.mean),
 * })
 * ```
 * @public
 */
export async function runContainer<
  Hyperparameters = Readonly<Record<string, string>>,
  Model = undefined,
  const Declared extends string = never,
  Kind extends InputKind = 'table',
  const Streamed extends string = never,
>(program: ContainerProgram<Hyperparameters, Model, Declared, Kind, Streamed>): Promise<never> {
  const host = nodeHost()
  return host.exit(await runCommand(program, host))
}
