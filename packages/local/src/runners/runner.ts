import type { StoredImage } from '../state/image-store.ts'

/** What to run, as SageMaker would start a container. Paths and variables are the container's own. */
export interface ContainerRequest {
  readonly image: StoredImage
  /** Replaces the image's ENTRYPOINT. */
  readonly entrypoint?: readonly string[]
  /** What follows the entrypoint: `train`, `serve`, or what the job gave instead. */
  readonly arguments: readonly string[]
  /** On top of the image's own variables. */
  readonly environment: Readonly<Record<string, string>>
  /** The folder that the container sees as `/opt/ml`. */
  readonly optMl: string
  /** A folder for whatever else the run needs, removed by the caller after it. */
  readonly scratch: string
  /** Whether it is a server: then it is told a port, and the container has an address. */
  readonly serves: boolean
  /** The cluster that it belongs to. A container without one is alone. */
  readonly cluster?: ClusterPlace
  /**
   * Whether it has no network but that of its cluster. Then `environment` should have nothing that leads to
   * AWS, which only the caller can tell from what the job itself gave.
   */
  readonly networkIsolation: boolean
  /** What it may have of memory; the process runner cannot limit it. Without it there is no limit. */
  readonly memoryMegabytes?: number
  /** Takes each line of its output, without the line's end. */
  readonly onLine: (line: string) => void
}

/** Containers with one cluster id reach each other by host name. */
export interface ClusterPlace {
  /** Unique among the clusters of the runner. */
  readonly id: string
  /** The names of all hosts, the same list for each of them. */
  readonly hosts: readonly string[]
  /** The name of this one. */
  readonly host: string
}

/** Where a container's server is reached. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** How a container ended: its exit code, or 128 and the signal's number, as a shell counts. */
export interface ContainerExit {
  readonly exitCode: number
}

/** A container that was started. */
export interface RunningContainer {
  /** Undefined unless it serves. */
  readonly address: Address | undefined
  /** What to tell its log where nothing listens at its address for long. */
  readonly closedPortNote?: string | undefined
  /** Where the program finds what the request has as `/opt/ml`. */
  readonly optMl: string
  /** Resolves when it has ended and its last line was taken; never rejects. */
  readonly exited: Promise<ContainerExit>
  /** Sends SIGTERM and, if it still runs after so many milliseconds, SIGKILL. */
  stop(graceMilliseconds: number): Promise<ContainerExit>
}

/** A way to run images. */
export interface Runner {
  /**
   * Finds out whether it can run anything, before anything is to be run.
   *
   * @throws LocalError `no-container-engine`.
   */
  prepare(): Promise<void>
  /**
   * Starts a container.
   *
   * @throws JobError when the image cannot be run, with a reason for whoever started the job.
   */
  start(request: ContainerRequest): Promise<RunningContainer>
  /** Kills every container that still runs. */
  close(): Promise<void>
}
