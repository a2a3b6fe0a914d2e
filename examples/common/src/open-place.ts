import { createSession, type Session, type TrainAndDeployOptions } from '@byo/core'
import { isLocalError, type LocalSageMaker, startLocalSageMaker } from '@byo/local'
import type { AwsPlace, LocalPlace, Place } from './place.ts'

/** Where the flow runs: a session, and how its endpoints are called from outside. */
export interface OpenPlace extends AsyncDisposable {
  readonly session: Session
  readonly description: string
  /** What trains and hosts, where that is not the default. */
  readonly machines: Pick<TrainAndDeployOptions, 'training' | 'hosting'>
  /** True if the endpoint goes away with this process. */
  readonly endsWithProcess: boolean
  /** A command for a shell that asks an endpoint for predictions. */
  curlCommand(endpointName: string, body: string): string
}

/** Starts the embedded SageMaker, or turns to AWS; all that follows is the same. */
export async function openPlace(place: Place): Promise<OpenPlace> {
  return place.kind === 'local' ? openLocal(place) : openAws(place)
}

async function openLocal(place: LocalPlace): Promise<OpenPlace> {
  const sagemaker = await startLocal(place)
  // Programs run on the node that is here, so the image needs nothing below the program.
  const session = await createSession({
    clientConfig: sagemaker.clientConfig,
    baseImage: 'scratch',
  }).catch(async (error: unknown) => {
    await sagemaker.close()
    throw error
  })
  return {
    session,
    description: `embedded SageMaker at ${sagemaker.endpoint}`,
    machines: {},
    endsWithProcess: true,
    curlCommand: (name, body) => curl(`${sagemaker.endpoint}/endpoints/${name}/invocations`, body),
    async [Symbol.asyncDispose]() {
      session.close()
      await sagemaker.close()
    },
  }
}

/** Docker pushes to any port of this machine; podman only to those that it was told of, of which 4566 may be one. */
async function startLocal({ port, runner }: LocalPlace): Promise<LocalSageMaker> {
  if (port !== 0 || runner === 'process') return startLocalSageMaker({ port, runner })
  try {
    return await startLocalSageMaker({ port: 4566, runner })
  } catch (error) {
    if (!isLocalError(error) || error.code !== 'port-in-use') throw error
    return startLocalSageMaker({ port: 0, runner })
  }
}

async function openAws({ role, region, instanceType }: AwsPlace): Promise<OpenPlace> {
  const session = await createSession({ role, region })
  const host = `https://runtime.sagemaker.${session.region}.amazonaws.com`
  const signed = [
    `--aws-sigv4 'aws:amz:${session.region}:sagemaker'`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    '-H "x-amz-security-token: $AWS_SESSION_TOKEN"',
  ]
  return {
    session,
    description: `AWS, ${session.region}`,
    machines: { training: { instanceType }, hosting: { instanceType } },
    endsWithProcess: false,
    curlCommand: (name, body) => curl(`${host}/endpoints/${name}/invocations`, body, signed),
    async [Symbol.asyncDispose]() {
      session.close()
    },
  }
}

function curl(url: string, body: string, options: readonly string[] = []): string {
  const words = [
    `curl ${url}`,
    ...options,
    "-H 'content-type: text/csv'",
    `--data-binary '${body}'`,
    "-w '\\n'",
  ]
  return words.join(' \\\n    ')
}
