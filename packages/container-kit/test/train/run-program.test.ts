import { existsSync, readFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { baseDirWith, startProgram, train } from '../fixtures/run-program.ts'

const hyperparametersFile = 'input/config/hyperparameters.json'

/** A job that runs a command with arguments. */
async function jobThatRuns(
  command: string,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<string> {
  return baseDirWith({ [hyperparametersFile]: { command, args: JSON.stringify(args), ...more } })
}

/** A job that runs a script of sh. */
const jobThatRunsScript = (script: string, more: Record<string, string> = {}) =>
  jobThatRuns('sh', ['-c', script], more)

/** Whether a process is there and no zombie. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await sleep(20)
}

describe('the exit code of a program', () => {
  it('is the exit code of the container, and what it said last begins the reason [T45]', async () => {
    const script =
      'echo starting >&2; echo "ValueError: the data is odd" >&2; echo "  at x" >&2; exit 7'

    const { code, failure, stderr } = await train('runs', await jobThatRunsScript(script))

    expect(code).toBe(7)
    expect(failure).toBe(
      'ValueError: the data is odd\nThe program "sh" ended with exit code 7.\n' +
        'starting\nValueError: the data is odd\n  at x',
    )
    expect(stderr).toContain('\nstarting\nValueError: the data is odd\n  at x\nerror: ValueError')
  })

  it.each([
    ['kill -KILL $$', 137, 'The program "sh" was ended by SIGKILL, probably out of memory: '],
    [
      'sh -c "kill -KILL \\$\\$"; exit $?',
      137,
      'The program "sh" ended with exit code 137, probably',
    ],
    ['kill -SEGV $$', 139, 'The program "sh" was ended by SIGSEGV: it used memory'],
    ['kill -TERM $$', 143, 'The program "sh" was ended by SIGTERM.'],
    ['no-such-program', 127, 'sh: 1: no-such-program: not found\nThe program "sh" ended with'],
    ['exit 255', 255, 'The program "sh" ended with exit code 255.'],
  ])(
    'of "%s" is %i, and the reason says what is known of it [T45]',
    async (script, exit, reason) => {
      const { code, failure } = await train('runs', await jobThatRunsScript(script))

      expect(code).toBe(exit)
      expect(failure?.slice(0, reason.length)).toBe(reason)
    },
  )

  it('is 127 where there is no such program, 126 where it cannot be run [T45]', async () => {
    const folder = await baseDirWith()
    const text = join(folder, 'text')
    await writeFile(text, '')
    await chmod(text, 0o600)

    const none = await train('runs', await jobThatRuns('no-such-program', []))
    const unfit = await train('runs', await jobThatRuns(text, []))
    const nowhere = await train('runs', await jobThatRuns('sh', [], { cwd: join(folder, 'none') }))

    expect(none.code).toBe(127)
    expect(none.failure).toMatch(
      /^The program "no-such-program" was not found: put it into the image/,
    )
    expect(unfit.code).toBe(126)
    expect(unfit.failure).toBe(
      `The program ${JSON.stringify(text)} cannot be run: this user may not execute it. Check its mode.`,
    )
    expect(nowhere.code).toBe(126)
    expect(nowhere.failure).toContain(
      `cannot be run in ${join(folder, 'none')}: there is no such folder.`,
    )
  })

  it('counts where the program wraps the error, not where it catches it', async () => {
    const wrapped = await train('runs', await jobThatRunsScript('exit 9', { afterwards: 'wrap' }))
    const caught = await train('runs', await jobThatRunsScript('exit 9', { afterwards: 'tell' }))

    expect(wrapped.code).toBe(9)
    expect(wrapped.failure).toMatch(
      /^The fit failed\.\nCaused by: The program "sh" ended with exit code 9\./,
    )
    expect(caught.code).toBe(0)
    expect(caught.stdout).toContain('caught code=child exitCode=9')
  })

  it('comes with a reason of at most 1024 characters, whatever was said', async () => {
    const script = `yes "error: 𝒙𝒙𝒙𝒙𝒙𝒙𝒙𝒙𝒙𝒙𝒙𝒙𝒙𝒙" | head -n 2000 >&2; head -c 5000 /dev/zero | tr '\\0' e >&2; exit 3`

    const { code, failure } = await train('runs', await jobThatRunsScript(script))

    expect(code).toBe(3)
    expect([...failure!].length).toBeLessThanOrEqual(1024)
    expect(failure).toMatch(/^error: 𝒙+\nThe program "sh" ended with exit code 3\.\ne{500}$/u)
  })
})

describe('a program', () => {
  it('is given its words as they are, by no shell', async () => {
    const words = ['-c', 'printf "[%s]" "$@"', 'x', '$HOME', 'a b', "it's", '*', '']

    const { stdout } = await train('runs', await jobThatRuns('sh', words))

    expect(stdout).toContain("[$HOME][a b][it's][*][]")
  })

  it('is given variables on top of the container’s, and a folder [T56]', async () => {
    const folder = await baseDirWith()
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
    const script = 'echo "$OWN|$SM_MODEL_DIR|$SM_HP_CWD|${GONE-unset}|$(pwd -P)"'
    const baseDir = await jobThatRunsScript(script, { env: '{"OWN":"1"}', cwd: folder })

    const { stdout } = await train('runs', baseDir, { GONE: 'kept' })

    expect(stdout).toContain(`1|${join(baseDir, 'model')}|${folder}|kept|${folder}\n`)
  })

  it('does without a variable that no program could be given, and says so', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
    const baseDir = await jobThatRunsScript('echo "${#SM_MODEL_DIR}"', {
      long: 'x'.repeat(140_000),
    })

    const { code, stderr } = await train('runs', baseDir)

    expect(code).toBe(0)
    expect(stderr).toContain('too long for a program to be given them names="SM_')
    expect(stderr).toMatch(/SM_HPS .*SM_HP_LONG/)
  })

  it('is over when it ends, whatever it left running in its group', async () => {
    const script = 'sleep 1000 & echo "left $!"; exit 0'

    const { code, stdout } = await train('runs', await jobThatRunsScript(script))

    expect(code).toBe(0)
    await untilGone(Number(/^left (\d+)$/m.exec(stdout)![1]))
  })

  it.each([
    ['forget', 0],
    ['exit', 5],
  ])('does not outlive training that will %s it', async (afterwards, exit) => {
    const baseDir = await jobThatRunsScript('echo "pid $$"; sleep 1000', { afterwards })
    const program = startProgram('runs', ['train'], baseDir)

    expect(await program.exit, program.stderr()).toBe(exit)
    const pid = /^pid (\d+)$/m.exec(program.stdout())?.[1]
    if (pid !== undefined) await untilGone(Number(pid))
  })
})

describe('the output of a program', () => {
  it('comes whole and in order, on the stream that it was written to [T53]', async () => {
    const script = `
      const lines = (name) => Array.from({ length: 20000 }, (_, i) => name + ' ' + i + ' äé漢𝒙 ' + '.'.repeat(i % 97)).join('\\n')
      process.stdout.write(lines('out') + '\\n' + 'x'.repeat(3000000) + 'é\\nlast without an end')
      process.stderr.write(lines('err') + '\\n')`

    const { code, stdout, stderr } = await train('runs', await jobThatRuns('node', ['-e', script]))

    expect(code).toBe(0)
    const expected = (name: string) =>
      Array.from({ length: 20_000 }, (_, i) => `${name} ${i} äé漢𝒙 ${'.'.repeat(i % 97)}`)
    expect(stdout.split('\n').filter((line) => line.startsWith('out '))).toEqual(expected('out'))
    expect(stderr.split('\n').filter((line) => line.startsWith('err '))).toEqual(expected('err'))
    expect(stdout).toContain(`\n${'x'.repeat(3_000_000)}é\nlast without an end\n`)
    expect(stdout).toMatch(/\nlast without an end\n\S+ INFO run is over/)
  })

  it('has lines that no other line comes into, however it is cut [T53]', async () => {
    // Writes a byte at a time on both streams, while another program writes, too.
    const script = `
      const fs = require('node:fs')
      const bytes = Buffer.from('mañana 漢字 𝒙;\\n'.repeat(60))
      for (const byte of bytes) fs.writeSync(1, Uint8Array.of(byte))`
    const both = `node -e "$0" & node -e "$0" >&2; wait`

    const { stdout, stderr } = await train('runs', await jobThatRuns('sh', ['-c', both, script]))

    const own = (text: string) => text.split('\n').filter((line) => !/INFO|WARN|^$/.test(line))
    expect(own(stdout)).toEqual(Array(60).fill('mañana 漢字 𝒙;'))
    expect(own(stderr)).toEqual(Array(60).fill('mañana 漢字 𝒙;'))
  })

  it('waits where nobody reads, and is whole when somebody does [T53] [T54]', async () => {
    const script = 'seq 1 400000; echo "done $?" >&2'
    const program = startProgram('runs', ['train'], await jobThatRunsScript(script))
    program.child.stdout!.pause()
    // The pipes between hold far less than what is printed, so the program cannot be done.
    await sleep(700)
    expect(program.stderr()).not.toContain('done')

    program.child.stdout!.resume()

    expect(await program.exit).toBe(0)
    const numbers = program.stdout().match(/^\d+$/gm)!
    expect(numbers).toHaveLength(400_000)
    expect(numbers.at(-1)).toBe('400000')
  })

  it('is not waited for where a daemon keeps it open', async () => {
    const script = 'echo shown; setsid sleep 1000 & echo "daemon $!"'

    const { code, stdout } = await train('runs', await jobThatRunsScript(script))

    expect(code).toBe(0)
    expect(stdout).toContain('shown\n')
    const daemon = Number(/^daemon (\d+)$/m.exec(stdout)![1])
    if (isRunning(daemon)) process.kill(daemon)
  })
})

describe('a stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s reaches the program and its group; one that saves and ends with 0 is a success [T59] [T61]',
    async (signal) => {
      const script = `
        trap 'echo saving; exit 0' ${signal.slice(3)}
        sh -c 'trap "echo child got it; exit 0" ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done' &
        while :; do sleep 0.05; done`
      const baseDir = await jobThatRunsScript(script)
      const program = startProgram('runs', ['train'], baseDir)
      await program.printed('ready')

      program.child.kill(signal)

      expect(await program.exit).toBe(0)
      expect(program.stdout()).toContain('saving\n')
      // Shells let what they start in the background ignore SIGINT.
      if (signal === 'SIGTERM') expect(program.stdout()).toContain('child got it\n')
      expect(existsSync(join(baseDir, 'model/model'))).toBe(true)
    },
  )

  it('that ends the program ends the job with 143 and no failure [T59] [T61]', async () => {
    const baseDir = await jobThatRunsScript('echo ready; sleep 1000')
    const program = startProgram('runs', ['train'], baseDir)
    await program.printed('ready')

    program.child.kill('SIGTERM')

    expect(await program.exit).toBe(143)
    expect(existsSync(join(baseDir, 'output/failure'))).toBe(false)
  })

  it('kills a program and its group that ignore it, at the end of the grace [T59]', async () => {
    const script = `
      trap '' TERM
      sh -c 'trap "" TERM; echo "inner $$"; while :; do sleep 0.05; done' &
      echo "outer $$"; while :; do sleep 0.05; done`
    const program = startProgram('runs', ['train'], await jobThatRunsScript(script), {
      STOP_SECONDS: '0.3',
    })
    await program.printed('inner')
    await program.printed('outer')

    program.child.kill('SIGTERM')

    expect(await program.exit).toBe(143)
    for (const [, pid] of program.stdout().matchAll(/^(?:inner|outer) (\d+)$/gm)) {
      await untilGone(Number(pid))
    }
  })
})
