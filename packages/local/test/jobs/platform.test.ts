import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createEndpoint, createModel } from '../support/endpoints.ts'
import { readLog, trainingJob, usePlatform, waitForJob } from '../support/with-platform.ts'

const opened = usePlatform()

describe('closing the platform', () => {
  it('ends a job that trains and an endpoint that is being created, at once', async () => {
    const test = opened()
    const image = test.images.addProgram('ignores-sigterm')
    await test.sageMaker('CreateTrainingJob', trainingJob(image))
    await createModel(test, 'model', test.images.addProgram('serve-never-healthy'))
    await createEndpoint(test, [{ ModelName: 'model' }])
    await waitForJob(test, ['Training'])
    await expect
      .poll(() => readLog(test, '/aws/sagemaker/Endpoints/endpoint').catch(String))
      .toEqual(['still loading'])
    await test.platform.close()

    expect(existsSync(test.workDir)).toBe(false)
    expect(test.platform.trainingJobs.list('us-east-1')[0]?.status).toBe('Failed')
    // The next emulator of that data folder goes on with it.
    expect(test.platform.endpoints.list('us-east-1')[0]?.status).toBe('Creating')
  })

  it('ends a job whose image is still being unpacked', async () => {
    const test = opened()
    const image = test.images.addProgram('ignores-sigterm')
    await test.sageMaker('CreateTrainingJob', trainingJob(image))
    await test.platform.close()

    expect(test.platform.trainingJobs.list('us-east-1')[0]?.status).toBe('Failed')
    expect(existsSync(test.workDir)).toBe(false)
  })
})
