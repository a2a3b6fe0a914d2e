import { parseArgs } from 'node:util'
import type { Fault } from '../faults/fault.ts'
import { parseFault } from './fault-spec.ts'

/** What the command was asked to do. */
export type CliOrder =
  | { readonly what: 'help' | 'version' }
  | { readonly what: 'usage-error'; readonly message: string }
  | {
      readonly what: 'start'
      readonly port: number
      readonly host: string | undefined
      readonly dataDir: string | undefined
      readonly accountId: string | undefined
      readonly region: string | undefined
      readonly runner: 'process' | 'docker' | undefined
      readonly faults: readonly Fault[]
      readonly faultSeed: number | undefined
      readonly verifySignatures: boolean
      readonly json: boolean
      readonly verbose: boolean
    }

/** The port that other local stand-ins for AWS use as well. */
const usualPort = 4566

const options = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  account: { type: 'string' },
  region: { type: 'string' },
  runner: { type: 'string' },
  fault: { type: 'string', multiple: true },
  'fault-seed': { type: 'string' },
  'verify-signatures': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const

/** Reads the command's arguments. */
export function parseCliArguments(args: readonly string[]): CliOrder {
  let values: ReturnType<typeof parse>
  try {
    values = parse(args)
  } catch (error) {
    return usageError(error instanceof Error ? firstSentence(error.message) : String(error))
  }
  if (values.help) return { what: 'help' }
  if (values.version) return { what: 'version' }
  const port = values.port ?? `${usualPort}`
  if (!/^\d{1,5}$/.test(port))
    return usageError(`--port is "${port}", which is not a port's number.`)
  const { runner } = values
  if (runner !== undefined && runner !== 'process' && runner !== 'docker') {
    return usageError(`--runner is "${runner}"; give process or docker.`)
  }
  const seed = values['fault-seed']
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
    return usageError(`--fault-seed is "${seed}"; give a whole number of at most nine digits.`)
  }
  let faults: Fault[]
  try {
    faults = (values.fault ?? []).map(parseFault)
  } catch (error) {
    return usageError(error instanceof Error ? error.message : String(error))
  }
  return {
    what: 'start',
    port: Number(port),
    host: values.host,
    dataDir: values.data,
    accountId: values.account,
    region: values.region,
    runner,
    faults,
    faultSeed: seed === undefined ? undefined : Number(seed),
    verifySignatures: values['verify-signatures'],
    json: values.json,
    verbose: values.verbose,
  }
}

/** What the command can do, for people. */
export const helpText: string = `Usage: byo-local [options]

Starts a local SageMaker: S3, ECR, SageMaker, SageMaker Runtime, Application Auto Scaling, SNS, STS, IAM and
CloudWatch Logs on one port.

  --port NUMBER        the port to listen on; 0 takes any free one (default ${usualPort})
  --host ADDRESS       the address to listen on (default 127.0.0.1)
  --data FOLDER        keep everything in this folder for the next start
                       (default: a temporary one, removed at the end)
  --account NUMBER     the account that everything belongs to (default 000000000000)
  --region NAME        the region of requests that name none (default us-east-1)
  --runner KIND        process runs Node programs as child processes (default);
                       docker runs any image by Docker or podman
  --verify-signatures  refuse requests that are not signed with a key of this server
                       (local, secret local), as AWS does
  --fault SPEC         let something go wrong, to order; may be given again (see below)
  --fault-seed NUMBER  where chance begins for faults with a probability (default 1)
  --json               print {"endpoint", "env"} as the first line instead of instructions
  --verbose            log every request
  --help, --version

A SPEC is an operation, training[/NAME], transform[/NAME] or endpoint[/NAME], and what happens to it, each after
a colon. A * may end a name.

  CreateTrainingJob:throttle:times=2   also quota, fail, and error=CODE with message=TEXT and status=NUMBER
  PutObject:lose-response              done, but the connection is reset
  PutObject:drop-request               the connection is reset before anything is done
  InvokeEndpoint:delay=500:times=Infinity:probability=0.1
                                       by half a second, each time with a chance of one in ten
  training/iris-*:capacity             also fail=REASON, interrupt=MILLISECONDS, delay=MILLISECONDS

Ctrl-C stops it and every program that it runs; a second Ctrl-C does not wait for them.
`

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
}

/** Node's message goes on to explain how to pass arguments that begin with a dash. */
function firstSentence(message: string): string {
  return `${message.split(/\. |\n/, 1)[0]?.replace(/\.$/, '')}.`
}

function usageError(message: string): CliOrder {
  return { what: 'usage-error', message: `${message} "byo-local --help" lists the options.` }
}
