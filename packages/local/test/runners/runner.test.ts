import { createRunner } from '../../src/runners/create-runner.ts'
import { systemClock } from '../../src/state/system-clock.ts'
import { describeRunner } from './runner-conformance.ts'

describeRunner('the process runner', {
  create: (folder) =>
    createRunner('process', {
      host: {
        execPath: process.execPath,
        environment: {
          ...process.env,
          AWS_SECRET_ACCESS_KEY: "the user's own",
          NODE_OPTIONS: '--no-warnings',
        },
      },
      workDir: folder,
      perishableDir: folder,
      clock: systemClock,
    }),
})
