import { describe } from 'vitest'
import { createRunner } from '../../src/runners/create-runner.ts'
import { systemClock } from '../../src/state/system-clock.ts'
import { hasEngine, savedLayers } from '../support/container-engine.ts'
import type { RunnerKit } from '../support/runner-under-test.ts'
import { describeRunner } from './runner-conformance.ts'

const kit: RunnerKit = {
  create: (folder) =>
    createRunner('docker', {
      host: {
        execPath: process.execPath,
        environment: { ...process.env, AWS_SECRET_ACCESS_KEY: "the user's own" },
      },
      workDir: folder,
      perishableDir: folder,
      clock: systemClock,
    }),
  baseLayers: (folder) => savedLayers('node:24-slim', folder),
}

describe.skipIf(!hasEngine())('with a container engine', () => {
  describeRunner('the docker runner', kit)
})
