// The program of a worker: scripts/generate.mjs bundles it, with all that it imports, into
// generated/worker-source.ts. Nothing imports it but for its types.
import { serveTasks } from './parallel/serve-tasks.ts'

serveTasks({})
