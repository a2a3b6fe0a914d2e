import { createRunner } from '../../src/runners/create-runner.ts'
import { systemClock } from '../../src/state/system-clock.ts'
import type { RunnerKit } from './runner-under-test.ts'

/** The process runner, in an environment of which programs should see nothing. */
export const processKit: RunnerKit = {
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
}
