import { describe, expect, it } from 'vitest'
import { createEndpoint, invoke, waitForEndpoint } from '../support/endpoints.ts'
import { readLog, trainingJob, usePlatform, waitForJob } from '../support/with-platform.ts'

const test = usePlatform()

/** An image that prints, or serves, the names of its variables of AWS. */
function image(): string {
  const program = `
    import { createServer } from 'node:http'
    const names = Object.keys(process.env).filter((name) => name.startsWith('AWS_')).sort().join()
    if (process.argv[2] === 'train') console.log(names)
    else createServer((_, response) => response.end(names)).listen(process.env.SAGEMAKER_BIND_TO_PORT)`
  return test().images.add('prints-names', {
    layers: [{ 'main.mjs': program }],
    config: { Entrypoint: ['node', '/main.mjs'] },
  })
}

describe('EnableNetworkIsolation', () => {
  it('gives a training job nothing that leads to AWS but what it brought along', async () => {
    const changes = { EnableNetworkIsolation: true, Environment: { AWS_OWN: 'given' } }
    await test().sageMaker('CreateTrainingJob', trainingJob(image(), changes))
    expect((await waitForJob(test())).TrainingJobStatus).toBe('Completed')
    expect(await readLog(test(), '/aws/sagemaker/TrainingJobs')).toEqual(['AWS_OWN,AWS_REGION'])
  })

  it('gives a model nothing that leads to AWS, and still reaches it', async () => {
    await test().sageMaker('CreateModel', {
      ModelName: 'model',
      PrimaryContainer: { Image: image() },
      EnableNetworkIsolation: true,
    })
    await createEndpoint(test(), [{ ModelName: 'model' }])
    expect((await waitForEndpoint(test())).EndpointStatus).toBe('InService')
    expect((await invoke(test())).text).toBe('')
  })
})
