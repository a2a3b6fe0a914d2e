// Our figures beside the rivals', in one run. Ratios mean something; times are this machine's.
import { cpus } from 'node:os'
import { benchFits } from './fit.mjs'
import { benchReadingCsv } from './read-csv.mjs'
import { benchServing } from './serve.mjs'

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; medians`)
console.table([...benchFits(), ...(await benchReadingCsv()), await benchServing()])
