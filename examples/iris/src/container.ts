// The algorithm as a container: `node container.mjs train` fits a MARS model to every CSV file of the channel
// `train`, `node container.mjs serve` predicts with it. Built to one file, it is all that the image holds.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HttpError, runContainer } from '@byo/container-kit'
import { formatCsv, readCsvFiles } from '@byo/container-kit/table'
import { fitMars, isMarsError, MarsModel } from '@byo/mars'
import { integer, minValue, number, object, optional, pipe, string } from 'valibot'

const modelFile = 'model.json'

await runContainer({
  channels: ['train'],
  hyperparameters: object({
    target: string(),
    degree: optional(pipe(number(), integer(), minValue(1)), 2),
  }),

  async train({ channels, hyperparameters, modelDir, outputDataDir, log, signal }) {
    const { target, degree } = hyperparameters
    const table = await readCsvFiles(channels.train.dir)
    if (Array.isArray(table[target])) {
      throw new Error(`The target ${JSON.stringify(target)} holds text: name a column of numbers.`)
    }
    // The numbers of mda::mars(model.matrix(~ .), y, degree) in R.
    const model = fitMars(table, target, { degree, compat: 'mda', interceptColumn: true, signal })

    log.info(model.summary())
    log.metric('gcv', model.gcv)
    await writeFile(join(modelDir, modelFile), JSON.stringify(model))
    await writeFile(
      join(outputDataDir, 'fitted_values.csv'),
      formatCsv({ V1: model.predict(table) }),
    )
  },

  async load({ modelDir }) {
    return MarsModel.fromJSON(JSON.parse(await readFile(join(modelDir, modelFile), 'utf8')))
  },

  // Some clients send the two characters \n in place of a line end.
  csv: { literalNewlines: true },
  predict(model, table) {
    try {
      return model.predict(table)
    } catch (error) {
      // Rows that do not fit the model are the caller's to mend.
      throw isMarsError(error) ? new HttpError(400, error.message, { cause: error }) : error
    }
  },
})
