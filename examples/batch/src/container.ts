// The container of the batch: it serves a model that was fitted elsewhere.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runContainer } from '@byo/container-kit'
import { MarsModel } from '@byo/mars'
import { predictors } from './columns.ts'

await runContainer({
  async train() {
    throw new Error('This container only predicts: give it a fitted model as modelDir.')
  },

  async load({ modelDir }) {
    return MarsModel.fromJSON(JSON.parse(await readFile(join(modelDir, 'model.json'), 'utf8')))
  },

  csv: { header: predictors },
  // How SageMaker asks, unless the job says otherwise: requests of up to 1 MB, two under way.
  executionParameters: {
    maxConcurrentTransforms: 2,
    batchStrategy: 'MULTI_RECORD',
    maxPayloadInMB: 1,
  },
  predict: (model, table) => model.predict(table),
})
