// What the local SageMaker adds to an invocation: the same request sent to a container itself and through the emulator.
import { writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { createSession, invokeEndpoint, publishImage } from '@byo/core'
import { startLocalSageMaker } from '@byo/local'
import { median } from '../figures.mjs'
import { row } from '../rows.mjs'
import { startBareProxy } from './bare-proxy.mjs'
import { seconds, untilThere } from './clock.mjs'

/** A container that answers at once, and tells its port to who asks. */
const program = `import { createServer } from 'node:http'
const port = process.env.SAGEMAKER_BIND_TO_PORT
createServer((request, response) => {
  if (request.url === '/ping') return response.end()
  request.on('data', () => {}).on('end', () => {
    response.setHeader('content-type', 'text/csv')
    response.end(port)
  })
}).listen(port)
`

const body = '5.1,3.5,1.4,0.2\n'
const name = 'bench'
const role = 'arn:aws:iam::000000000000:role/bench'

/** Invocations one after the other, both ways by turns, over connections that stay open. */
export async function* benchInvocations(folder, { quick }) {
  const [count, ofSdk] = quick ? [200, 20] : [20_000, 2000]
  const local = await startLocalSageMaker()
  const agent = new Agent({ keepAlive: true })
  let proxy
  try {
    const session = await createSession({ clientConfig: local.clientConfig, role })
    await deploy(session, local, folder)
    const { hostname: host, port } = new URL(local.endpoint)
    const routed = { host, port, path: `/endpoints/${name}/invocations`, agent }
    const direct = { host, port: await post(routed), path: '/invocations', agent }
    proxy = await startBareProxy(direct.port)
    const targets = [direct, routed, { ...direct, port: proxy.port }]
    await alternate(targets, Math.min(count, 2000))
    const [container, ours, bare] = (await alternate(targets, count)).map(median)
    yield row({
      part: 'local',
      work: 'what the router adds to an invocation',
      ours: { by: '@byo/local', value: ours - container },
      rival: { by: 'bare node:http proxy', value: bare - container },
      goal: { atMost: 0.0003 },
      facts: { 'direct, ms': container * 1000, 'routed, ms': ours * 1000, invocations: count },
    })
    const send = () => invokeEndpoint(session, name, body)
    for (let i = 0; i < ofSdk / 10; i++) await send()
    const times = []
    for (let i = 0; i < ofSdk; i++) times.push(await seconds(send))
    yield row({
      part: 'local',
      work: 'an invocation by the SDK',
      ours: { by: '@byo/local', value: median(times) },
    })
  } finally {
    proxy?.close()
    agent.destroy()
    await local.close()
  }
}

/** The seconds that each of several requests takes, sent by turns. */
async function alternate(targets, count) {
  const times = targets.map(() => [])
  for (let i = 0; i < count; i++) {
    for (const [at, target] of targets.entries()) times[at].push(await seconds(() => post(target)))
  }
  return times
}

function post(target) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/csv', 'content-length': body.length }
    const sent = request({ ...target, method: 'POST', headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`${target.path} was answered ${response.statusCode}: ${text}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function deploy(session, { clientConfig }, folder) {
  const file = join(folder, 'serve.mjs')
  writeFileSync(file, program)
  const { uri } = await publishImage(session, {
    program: file,
    repository: 'bench-serve',
    baseImage: 'scratch',
  })
  const client = new SageMakerClient(clientConfig)
  await client.send(new CreateModelCommand({ ModelName: name, PrimaryContainer: { Image: uri } }))
  await client.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: name }],
    }),
  )
  await client.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }))
  await untilThere(async () => {
    const { EndpointStatus } = await client.send(
      new DescribeEndpointCommand({ EndpointName: name }),
    )
    return EndpointStatus === 'InService' || undefined
  })
}
