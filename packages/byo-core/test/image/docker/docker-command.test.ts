import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createDockerCommand } from '../../../src/image/docker/docker-command.ts'
import { systemRuntime } from '../../../src/runtime.ts'
import { fakeDocker } from '../../support/fake-docker.ts'
import { virtualRuntime } from '../../support/virtual-runtime.ts'

/** True while a process of that id runs. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('createDockerCommand', () => {
  it('gives the lines of both streams, also the last one without an end', async () => {
    using docker = fakeDocker(() => "printf 'a\\r\\nb'; printf 'x\\ry\\n\\n' >&2; exit 3")
    const seen: string[] = []

    const run = await createDockerCommand(docker.command, {}, systemRuntime).run(['build'], {
      onLine: (line) => seen.push(line),
    })

    expect(run.exitCode).toBe(3)
    expect([...run.lines].sort()).toEqual(['a', 'b', 'x', 'y'])
    expect(seen).toEqual(run.lines)
  })

  it('hands variables on beside those of this process', async () => {
    using docker = fakeDocker(() => 'echo "$DOCKER_CONFIG $PATH"')
    const command = createDockerCommand(docker.command, { DOCKER_CONFIG: '/x' }, systemRuntime)

    expect((await command.run(['push'])).lines).toEqual([`/x ${process.env.PATH}`])
  })

  it('names the way without Docker where there is no such command', async () => {
    const command = createDockerCommand('no-such-docker', {}, systemRuntime)

    await expect(command.run(['version'])).rejects.toMatchObject({
      code: 'docker-unavailable',
      message: expect.stringMatching(/"no-such-docker".*`program`.*needs no Docker\.$/),
    })
  })

  it('ends the command and what it has started when it is given up', async () => {
    using docker = fakeDocker(() => 'sleep 600 & echo $!; wait')
    const controller = new AbortController()
    let pid = 0

    const run = createDockerCommand(docker.command, {}, systemRuntime).run(['build'], {
      signal: controller.signal,
      onLine: (line) => {
        pid = Number(line)
        controller.abort(new Error('enough'))
      },
    })

    await expect(run).rejects.toMatchObject({ code: 'aborted', cause: { message: 'enough' } })
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  it('ends with what a listener throws', async () => {
    using docker = fakeDocker(() => 'echo line; exec sleep 600')
    const run = createDockerCommand(docker.command, {}, systemRuntime).run(['build'], {
      onLine: () => {
        throw new Error('mine')
      },
    })

    await expect(run).rejects.toThrow('mine')
  })

  it('kills a command that does not want to end', async () => {
    using docker = fakeDocker(() => "trap '' TERM; echo ready; sleep 600")
    const controller = new AbortController()
    const runtime = virtualRuntime()

    const run = createDockerCommand(docker.command, {}, runtime).run(['build'], {
      signal: controller.signal,
      onLine: () => controller.abort(),
    })

    await expect(run).rejects.toMatchObject({ code: 'aborted' })
    expect(runtime.sleeps).toEqual([5000])
  })

  it('starts nothing once the signal has aborted', async () => {
    using docker = fakeDocker(() => '')
    const run = createDockerCommand(docker.command, {}, systemRuntime).run(['build'], {
      signal: AbortSignal.abort(),
    })

    await expect(run).rejects.toMatchObject({ code: 'aborted' })
    expect(docker.calls()).toEqual([])
  })
})
