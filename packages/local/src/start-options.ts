import { LocalError } from './errors.ts'
import type { Fault } from './faults/fault.ts'
import type { RequestLogEntry } from './gateway/request-log.ts'
import type { PlatformTimes } from './jobs/platform-options.ts'

/**
 * How to start a local SageMaker. Everything has a default.
 *
 * @public
 */
export interface LocalSageMakerOptions {
  /**
   * The port to listen on.
   *
   * @defaultValue 0, any free one
   */
  readonly port?: number
  /**
   * The address to listen on.
   *
   * @defaultValue `127.0.0.1`: only programs on this machine reach it
   */
  readonly host?: string
  /**
   * The folder for objects and images, which stay there for the next start. One server at a time.
   *
   * @defaultValue a temporary folder, which `close` removes
   */
  readonly dataDir?: string
  /**
   * The account that everything belongs to, twelve digits.
   *
   * @defaultValue `000000000000`
   */
  readonly accountId?: string
  /**
   * The region of requests that are not signed for one.
   *
   * @defaultValue `us-east-1`
   */
  readonly region?: string
  /**
   * How images are run.
   *
   * - `process` runs the Node programs of images as child processes, on the Node that is here. It needs nothing.
   * - `docker` runs images of any kind as SageMaker does, in the engine behind the `docker` command, Docker's or
   *   podman's, which has to share this machine's files and ports. Programs find the emulator in `AWS_ENDPOINT_URL`
   *   as always: a relay lets containers, and no one else, to its address. A firewall may have to let containers in.
   *
   * @defaultValue `process`
   */
  readonly runner?: 'process' | 'docker'
  /**
   * Whether requests have to be signed as AWS wants them (Signature Version 4), with a key that the server knows:
   * `local` or an account's twelve digits, each with the secret `local`, or what STS gave out. Others are refused
   * as AWS refuses them, and so are those whose time is more than 15 minutes off. The image registry stays open.
   *
   * @defaultValue false: any keys, or none, will do
   */
  readonly verifySignatures?: boolean
  /** Times to wait for programs that differ from SageMaker's, such as a shorter grace for stopped jobs. */
  readonly times?: Partial<PlatformTimes>
  /**
   * What is to go wrong, so that programs can be tried where AWS fails them. More can be ordered later, of `faults`
   * of what was started.
   *
   * @defaultValue nothing
   */
  readonly faults?: readonly Fault[]
  /**
   * Where the generator begins that decides on faults with a `probability`: the same seed, the same decisions.
   *
   * @defaultValue 1
   */
  readonly faultSeed?: number
  /** Called after each request was answered. */
  readonly onRequest?: (entry: RequestLogEntry) => void
}

/** The options with every default filled in; without a data folder it is to be a temporary one. */
export type ResolvedOptions = Required<Omit<LocalSageMakerOptions, 'dataDir'>> & {
  readonly dataDir: string | undefined
}

/** Checks the options and fills in the defaults. */
export function resolveStartOptions(options: LocalSageMakerOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    dataDir: options.dataDir,
    accountId: options.accountId ?? '000000000000',
    region: options.region ?? 'us-east-1',
    runner: options.runner ?? 'process',
    verifySignatures: options.verifySignatures ?? false,
    times: options.times ?? {},
    faults: options.faults ?? [],
    faultSeed: options.faultSeed ?? 1,
    onRequest: options.onRequest ?? (() => undefined),
  }
  const { port, accountId, region, dataDir, runner } = resolved
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw invalid('port', port, 'a whole number from 0 (any free port) to 65535')
  }
  if (!/^\d{12}$/.test(accountId)) throw invalid('accountId', accountId, 'twelve digits')
  if (!/^[a-z]{2,}(-[a-z0-9]+)+-\d+$/.test(region)) {
    throw invalid('region', region, "an AWS region's name, such as us-east-1")
  }
  if (runner !== 'process' && runner !== 'docker') {
    throw invalid('runner', runner, "'process' or 'docker'")
  }
  if (dataDir === '') throw invalid('dataDir', dataDir, 'the path of a folder')
  return resolved
}

function invalid(name: string, value: unknown, wanted: string): LocalError {
  return new LocalError(
    'invalid-option',
    `The option ${name} is ${JSON.stringify(value)}; give ${wanted}.`,
  )
}
