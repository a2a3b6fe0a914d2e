// Our figures beside the rivals', in one run. Ratios mean something; times are this machine's.
import { cpus } from 'node:os'
import { benchAccuracy } from './accuracy.mjs'
import { benchFits } from './fit.mjs'
import { benchReadingCsv } from './read-csv.mjs'
import { benchServing } from './serve.mjs'

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; medians`)
console.table([...benchFits(), ...(await benchReadingCsv()), await benchServing()])
console.log('Accuracy on rows not seen in training; means over repetitions')
console.table(await benchAccuracy())
