import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type {
  CreateHyperParameterTuningJobRequest,
  DescribeTrainingJobResponse,
} from '@aws-sdk/client-sagemaker'
import { SageMaker } from '@aws-sdk/client-sagemaker'
import type { LocalSageMaker } from '@byo/local'

/** A search that a test has started. */
interface Search {
  readonly spec: CreateHyperParameterTuningJobRequest
  status: string
  readonly children: DescribeTrainingJobResponse[]
}

/** A tuner in front of a local SageMaker. */
export interface Tuner extends AsyncDisposable {
  /** A client of it, for a session. */
  open(): SageMaker
  /** The statuses of all searches that are there. */
  statuses(): string[]
  /** What happens to the next requests for an operation, one after another. */
  order(operation: string, ...faults: readonly TunerFault[]): void
  /** The operations of tuning jobs that it was asked for, in their order. */
  readonly operations: readonly string[]
}

/** Done but never answered; refused undone as throttled, by a fault of the server, or for its credentials. */
export type TunerFault = 'lose' | 'throttle' | 'fail' | 'expire'

const refusals = {
  throttle: { status: 400, given: refusal('ThrottlingException', 'Rate exceeded') },
  fail: { status: 500, given: refusal('InternalFailure', 'oops') },
  expire: { status: 403, given: refusal('ExpiredTokenException', 'The token is expired.') },
} as const

type Answer = (input: { HyperParameterTuningJobName: string }) => Promise<object>

/**
 * Answers the operations of tuning jobs, and hands on all others. Trials are training jobs of the local SageMaker, real
 * processes; they take the values of ranges in turn, and are looked at whenever somebody asks.
 */
export async function startTuner(local: LocalSageMaker): Promise<Tuner> {
  const sageMaker = new SageMaker(local.clientConfig)
  const searches = new Map<string, Search>()
  const ordered = new Map<string, TunerFault[]>()
  const operations: string[] = []
  const clients: SageMaker[] = [sageMaker]

  const found = async (name: string) => {
    const search = searches.get(name)
    if (!search) throw refusal('ResourceNotFound', 'Requested resource not found.')
    await advance(sageMaker, search)
    return search
  }
  const answers: Readonly<Record<string, Answer>> = {
    async CreateHyperParameterTuningJob(input) {
      const spec = input as CreateHyperParameterTuningJobRequest
      const name = spec.HyperParameterTuningJobName ?? ''
      if (searches.has(name)) throw refusal('ResourceInUse', 'The name is taken.')
      searches.set(name, { spec, status: 'InProgress', children: [] })
      await found(name)
      return { HyperParameterTuningJobArn: arnOf(name) }
    },
    DescribeHyperParameterTuningJob: async (input) =>
      describe(await found(input.HyperParameterTuningJobName)),
    ListTrainingJobsForHyperParameterTuningJob: async (input) => {
      const search = await found(input.HyperParameterTuningJobName)
      return { TrainingJobSummaries: search.children.map((child) => summarise(child, search)) }
    },
    async StopHyperParameterTuningJob(input) {
      const search = await found(input.HyperParameterTuningJobName)
      if (search.status !== 'InProgress') throw refusal('ValidationException', 'It is already so.')
      search.status = 'Stopping'
      for (const { TrainingJobName } of search.children.filter(isRunning)) {
        await sageMaker.stopTrainingJob({ TrainingJobName }).catch(() => undefined)
      }
      return {}
    },
    async DeleteHyperParameterTuningJob({ HyperParameterTuningJobName: name }) {
      searches.delete(name)
      return {}
    },
  }

  const server = createServer(async (message, response) => {
    const body = await buffer(message)
    const operation = `${message.headers['x-amz-target']}`.replace(/^.*\./, '')
    const answer = answers[operation]
    if (answer === undefined) {
      const { method, url: path, headers } = message
      const onwards = send(new URL(local.endpoint), { method, path, headers }, (from) => {
        response.writeHead(from.statusCode ?? 500, from.headers)
        from.pipe(response)
      })
      onwards.on('error', () => message.socket.destroy())
      onwards.end(body)
      return
    }
    operations.push(operation)
    const fault = ordered.get(operation)?.shift()
    const { status, given } =
      fault !== undefined && fault !== 'lose'
        ? refusals[fault]
        : await answer(JSON.parse(body.toString())).then(
            (answered: object) => ({ status: 200, given: answered }),
            (error: object) => ({ status: 400, given: error }),
          )
    if (fault === 'lose') message.socket.destroy()
    else response.writeHead(status).end(JSON.stringify(given))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    open() {
      const { port } = server.address() as AddressInfo
      const endpoint = `http://127.0.0.1:${port}`
      const client = new SageMaker({ ...local.clientConfig, endpoint })
      clients.push(client)
      return client
    },
    statuses: () => [...searches.values()].map(({ status }) => status),
    order: (operation, ...faults) => void ordered.set(operation, [...faults]),
    operations,
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Looks at the trials, starts as many as may run, and ends the search when there are no more. */
async function advance(sageMaker: SageMaker, search: Search): Promise<void> {
  const { children, spec } = search
  for (const [index, child] of children.entries()) {
    if (!isRunning(child)) continue
    const { TrainingJobName } = child
    children[index] = await sageMaker.describeTrainingJob({ TrainingJobName })
  }
  const limits = spec.HyperParameterTuningJobConfig?.ResourceLimits
  const max = limits?.MaxNumberOfTrainingJobs ?? 1
  const running = () => children.filter(isRunning).length
  while (
    search.status === 'InProgress' &&
    children.length < max &&
    running() < (limits?.MaxParallelTrainingJobs ?? 1)
  ) {
    children.push(await startTrial(sageMaker, spec, children.length))
  }
  if (running() > 0) return
  if (search.status === 'Stopping') search.status = 'Stopped'
  if (search.status !== 'InProgress') return
  const hasFailed = children.every(({ TrainingJobStatus }) => TrainingJobStatus === 'Failed')
  search.status = hasFailed ? 'Failed' : 'Completed'
}

async function startTrial(
  sageMaker: SageMaker,
  { HyperParameterTuningJobName, ...spec }: CreateHyperParameterTuningJobRequest,
  index: number,
): Promise<DescribeTrainingJobResponse> {
  const { StaticHyperParameters, ...definition } = spec.TrainingJobDefinition ?? {}
  const TrainingJobName = `${HyperParameterTuningJobName}-${String(index + 1).padStart(3, '0')}-0a1b2c3d`
  await sageMaker.createTrainingJob({
    ...definition,
    TrainingJobName,
    HyperParameters: { ...StaticHyperParameters, ...chosen(spec, index) },
    Tags: spec.Tags,
  } as Parameters<SageMaker['createTrainingJob']>[0])
  return sageMaker.describeTrainingJob({ TrainingJobName })
}

/** Categories in turn, and numbers from the largest to the smallest. */
function chosen(
  {
    HyperParameterTuningJobConfig: config,
  }: Omit<CreateHyperParameterTuningJobRequest, 'HyperParameterTuningJobName'>,
  index: number,
): Record<string, string> {
  const { IntegerParameterRanges = [], CategoricalParameterRanges = [] } =
    config?.ParameterRanges ?? {}
  const integers = IntegerParameterRanges.map(({ Name = '', MinValue, MaxValue }) => [
    Name,
    `${Number(MaxValue) - (index % (Number(MaxValue) - Number(MinValue) + 1))}`,
  ])
  const categories = CategoricalParameterRanges.map(({ Name = '', Values = [] }) => [
    Name,
    Values[index % Values.length] ?? '',
  ])
  return Object.fromEntries([...integers, ...categories])
}

function describe(search: Search): object {
  const { spec, children, status } = search
  const { Type } = spec.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective ?? {}
  const counted = (wanted: string) =>
    children.filter(({ TrainingJobStatus }) => TrainingJobStatus === wanted).length
  const [best] = children
    .map((child) => ({ child, value: objectiveOf(child, search) }))
    .filter(({ value }) => value !== undefined)
    .sort((a, b) => (Type === 'Minimize' ? 1 : -1) * ((a.value ?? 0) - (b.value ?? 0)))
  return {
    ...spec,
    HyperParameterTuningJobArn: arnOf(spec.HyperParameterTuningJobName),
    HyperParameterTuningJobStatus: status,
    TrainingJobStatusCounters: {
      Completed: counted('Completed'),
      InProgress: children.filter(isRunning).length,
      NonRetryableError: counted('Failed'),
      Stopped: counted('Stopped'),
    },
    ...(best && { BestTrainingJob: summarise(best.child, search) }),
    ...(status === 'Failed' && { FailureReason: 'No training job succeeded.' }),
  }
}

function summarise(child: DescribeTrainingJobResponse, search: Search): object {
  const value = objectiveOf(child, search)
  const config = search.spec.HyperParameterTuningJobConfig
  const MetricName = config?.HyperParameterTuningJobObjective?.MetricName
  const seconds = (time: Date | undefined) => time && time.getTime() / 1000
  return {
    TrainingJobName: child.TrainingJobName,
    TrainingJobArn: child.TrainingJobArn,
    TrainingJobStatus: child.TrainingJobStatus,
    CreationTime: seconds(child.CreationTime),
    TrainingStartTime: seconds(child.TrainingStartTime),
    TrainingEndTime: seconds(child.TrainingEndTime),
    FailureReason: child.FailureReason,
    TunedHyperParameters: chosen(search.spec, search.children.indexOf(child)),
    ...(value !== undefined && {
      FinalHyperParameterTuningJobObjectiveMetric: { MetricName, Value: value },
    }),
  }
}

function objectiveOf(
  { TrainingJobStatus, FinalMetricDataList = [] }: DescribeTrainingJobResponse,
  { spec }: Search,
): number | undefined {
  const { MetricName } = spec.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective ?? {}
  if (TrainingJobStatus !== 'Completed') return undefined
  return FinalMetricDataList.find((metric) => metric.MetricName === MetricName)?.Value
}

function isRunning({ TrainingJobStatus: status }: DescribeTrainingJobResponse): boolean {
  return status === 'InProgress' || status === 'Stopping'
}

function arnOf(name = ''): string {
  return `arn:aws:sagemaker:us-east-1:000000000000:hyper-parameter-tuning-job/${name.toLowerCase()}`
}

function refusal(__type: string, message: string): object {
  return { __type, message }
}
