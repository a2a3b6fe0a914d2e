import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  type CreateModelCommandInput,
  DescribeEndpointCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { expect, vi } from 'vitest'
import type { LocalSageMaker } from '../../src/index.ts'
import type { PackedImages } from './images.ts'
import { pushProgram } from './push-program.ts'
import { clientConfig } from './with-local.ts'

/** Pushes a fixture program, brings up an endpoint of its name that runs it, and waits until it is in service. */
export async function deployProgram(
  local: LocalSageMaker,
  images: PackedImages,
  program: string,
  container: CreateModelCommandInput['PrimaryContainer'] = {},
): Promise<void> {
  const client = new SageMakerClient(clientConfig(local))
  const Image = await pushProgram(local, images, program)
  const name = { EndpointName: program }
  await client.send(
    new CreateModelCommand({ ModelName: program, PrimaryContainer: { Image, ...container } }),
  )
  await client.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: program,
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: program }],
    }),
  )
  await client.send(new CreateEndpointCommand({ ...name, EndpointConfigName: program }))
  // Not `expect.poll`, which is for tests alone: this is called before them, too.
  await vi.waitFor(
    async () => {
      const { EndpointStatus } = await client.send(new DescribeEndpointCommand(name))
      expect(EndpointStatus).toBe('InService')
    },
    { timeout: 20_000, interval: 10 },
  )
}
