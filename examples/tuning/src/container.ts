// The algorithm as a container: `train` fits a MARS model with the given hyperparameters and prints how well such models
// predict rows that they weren't fitted to, the number that the search is about; `serve` predicts with it.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runContainer } from '@byo/container-kit'
import { readCsvFiles } from '@byo/container-kit/table'
import { MarsModel } from '@byo/mars'
import { fitWithScore } from './fit-with-score.ts'
import { hyperparameters } from './hyperparameters.ts'

const modelFile = 'model.json'

await runContainer({
  channels: ['train'],
  hyperparameters,

  async train({ channels, hyperparameters: { target, ...options }, modelDir, log, signal }) {
    const table = await readCsvFiles(channels.train.dir)
    const { model, rmse } = fitWithScore(table, target, { ...options, signal })
    log.metric('gcv', model.gcv)
    log.metric('cv:rmse', rmse)
    await writeFile(join(modelDir, modelFile), JSON.stringify(model))
  },

  async load({ modelDir }) {
    return MarsModel.fromJSON(JSON.parse(await readFile(join(modelDir, modelFile), 'utf8')))
  },

  predict: (model, table) => model.predict(table),
})
