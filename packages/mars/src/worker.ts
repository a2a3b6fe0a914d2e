// The program of a worker: scripts/generate.mjs bundles it, with all that it imports, into
// generated/worker-source.ts. Nothing imports it.
import { createSearchTasks } from './forward/search-tasks.ts'
import { serveTasks } from './parallel/serve-tasks.ts'
import { createPredictTasks } from './predict/predict-tasks.ts'

serveTasks(() => ({ ...createPredictTasks(), ...createSearchTasks() }))
