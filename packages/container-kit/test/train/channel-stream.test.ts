import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { open as openFile, writeFile } from 'node:fs/promises'
import { buffer, text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type ContainerPaths, containerPaths, pipeFile } from '../../src/contract/index.ts'
import { inputChannels } from '../../src/train/input-channels.ts'
import { openFifo } from '../../src/train/open-fifo.ts'
import { wrapped } from '../fixtures/record-io.ts'
import { baseDirWith, startProgram } from '../fixtures/run-program.ts'
import { streamSettings } from '../fixtures/stream-settings.ts'

/** A job whose channels of these names come in a mode; files by their path. */
async function jobWith(
  names: readonly string[],
  mode: Record<string, string>,
  files: Record<string, string> = {},
) {
  const config = Object.fromEntries(names.map((name) => [name, mode]))
  const baseDir = await baseDirWith({
    'input/config/inputdataconfig.json': config,
    'input/data/train-manifest': '',
    ...files,
  })
  return containerPaths(baseDir)
}

function streamsOf<Streamed extends string>(
  paths: ContainerPaths,
  streams: readonly Streamed[],
  signal?: AbortSignal,
) {
  return inputChannels({ channels: [], streams }, streamSettings(paths, signal)).streams
}

/** Plays the platform: makes the FIFO of an epoch and writes to it as soon as it is opened. */
async function supply(
  paths: ContainerPaths,
  channel: string,
  epoch: number,
  bytes: string | Uint8Array,
): Promise<void> {
  const path = pipeFile(paths, channel, epoch)
  execFileSync('mkfifo', [path])
  // A reader that has had enough breaks the pipe.
  await writeFile(path, bytes).catch(() => {})
}

const execFileAsync = promisify(execFile)

const pipe = { TrainingInputMode: 'Pipe' }

describe('a channel in Pipe mode', () => {
  it('is waited for, and read epoch after epoch [T20] [T33] [T34]', async () => {
    const paths = await jobWith(['train'], pipe)
    const { train } = streamsOf(paths, ['train'])
    expect(train.inputMode).toBe('Pipe')

    const first = train.open()
    await new Promise((resolve) => setTimeout(resolve, 250))
    await Promise.all([
      supply(paths, 'train', 0, 'zero'),
      first.then(text).then(expectText('zero')),
    ])
    for (const epoch of [1, 2]) {
      const written = supply(paths, 'train', epoch, `epoch ${epoch}`)
      expect(await text(await train.open())).toBe(`epoch ${epoch}`)
      await written
    }
  })

  it('ends an epoch that has nothing', async () => {
    const paths = await jobWith(['train'], pipe)
    const { train } = streamsOf(paths, ['train'])
    const written = supply(paths, 'train', 0, '')
    expect(await text(await train.open())).toBe('')
    await written
  })

  it('can be left before its end, and goes on with the next epoch [T35]', async () => {
    const paths = await jobWith(['train'], pipe)
    const { train } = streamsOf(paths, ['train'])
    const written = supply(paths, 'train', 0, 'x'.repeat(1_000_000))
    const stream = await train.open()
    await once(stream, 'data')
    await expect(train.open()).rejects.toThrow('Channel "train" is still open')
    stream.destroy()
    await once(stream, 'close')
    await written

    const next = supply(paths, 'train', 1, 'next')
    expect(await text(await train.open())).toBe('next')
    await next
  })

  it('waits for eight channels at once without keeping files from anybody [T36]', async () => {
    const names = Array.from({ length: 8 }, (_, at) => `c${at}`)
    const paths = await jobWith(names, pipe)
    const streams = streamsOf(paths, names)
    for (const name of names) execFileSync('mkfifo', [pipeFile(paths, name, 0)])
    const texts = names.map((name) => streams[name]!.open().then(text))
    // The pool of Node has four threads.
    await new Promise((resolve) => setTimeout(resolve, 200))
    await writeFile(`${paths.baseDir}/free`, 'yes')
    // The last first, so that no writer waits for a reader that waits for another writer.
    for (const name of names.toReversed()) {
      const file = await openFile(pipeFile(paths, name, 0), 'w')
      await file.write(name)
      await file.close()
    }
    expect(await Promise.all(texts)).toEqual(names)
  })

  it.each(['there is no FIFO', 'nobody writes'])(
    'stops waiting when it is told so: %s [T58]',
    async (why) => {
      const paths = await jobWith(['train'], pipe)
      const controller = new AbortController()
      const { train } = streamsOf(paths, ['train'], controller.signal)
      if (why === 'nobody writes') execFileSync('mkfifo', [pipeFile(paths, 'train', 0)])
      const opened = train.open()
      setTimeout(() => controller.abort(new Error('enough')), 150)
      await expect(opened).rejects.toThrow('enough')
    },
  )

  it('is not waited for once training is over [T58]', async () => {
    const paths = await jobWith(['train'], pipe)
    execFileSync('mkfifo', [pipeFile(paths, 'train', 0)])
    const over = AbortSignal.abort(new Error('over'))
    await expect(openFifo(pipeFile(paths, 'train', 0), over)).rejects.toThrow('over')
  })

  it('gives the records of RecordIO, as many a line as an augmented manifest has attributes [T38]', async () => {
    const paths = await jobWith(['train'], { ...pipe, RecordWrapperType: 'RecordIO' })
    const { train } = streamsOf(paths, ['train'])
    const records = ['image', '{"label":1}', 'other image', '{"label":2}']
    const written = supply(paths, 'train', 0, wrapped(records.map((each) => Buffer.from(each))))
    const found: string[] = []
    for await (const record of train.records()) found.push(new TextDecoder().decode(record))
    expect(found).toEqual(records)
    await written
  })

  it('gives the lines of an augmented manifest, all attributes of each together [T38]', async () => {
    const paths = await jobWith(['train'], { ...pipe, RecordWrapperType: 'RecordIO' })
    const { train } = streamsOf(paths, ['train'])
    const records = ['image', '{"label":1}', '', 'other image', '{"label":2}', 'x']
    const bytes = wrapped(records.map((each) => Buffer.from(each)))
    const written = supply(paths, 'train', 0, bytes)
    const found: unknown[] = []
    for await (const line of train.lines(['source-ref', 'label', 'note'])) {
      found.push(
        Object.entries(line).map(([name, value]) => [name, new TextDecoder().decode(value)]),
      )
    }
    expect(found).toEqual([
      [
        ['source-ref', 'image'],
        ['label', '{"label":1}'],
        ['note', ''],
      ],
      [
        ['source-ref', 'other image'],
        ['label', '{"label":2}'],
        ['note', 'x'],
      ],
    ])
    await written

    const again = supply(paths, 'train', 1, bytes)
    const uneven = async () => {
      for await (const line of train.lines(['a', 'b', 'c', 'd'])) expect(line.a.length).toBe(5)
    }
    await expect(uneven()).rejects.toMatchObject({
      code: 'record-io',
      message: expect.stringContaining('it has 2 of the attributes a, b, c, d'),
    })
    await again
    const names = train.lines(['a', 'a'])[Symbol.asyncIterator]().next()
    await expect(names).rejects.toThrow('need the names of their attributes, each once')
  })

  it('has no records where the job does not wrap them', async () => {
    const paths = await jobWith(['train'], pipe)
    const { train } = streamsOf(paths, ['train'])
    const next = train.records()[Symbol.asyncIterator]().next()
    await expect(next).rejects.toThrow('Channel "train" has no records: ask for them')
  })

  it('passes through little memory, however much it brings [T39]', async () => {
    const baseDir = await baseDirWith({
      'input/config/inputdataconfig.json': { train: pipe },
      'input/data/train-manifest': '',
    })
    const path = pipeFile(containerPaths(baseDir), 'train', 0)
    execFileSync('mkfifo', [path])
    const program = startProgram('streams', ['train'], baseDir)
    const [code] = await Promise.all([
      program.exit,
      execFileAsync('dd', ['if=/dev/zero', `of=${path}`, 'bs=1M', 'count=1024']),
    ])
    expect(code, program.stderr()).toBe(0)
    expect(program.stdout()).toMatch(/^bytes=1073741824;$/m)
    const peak = Number(/^peak_mb=(\d+);$/m.exec(program.stdout())?.[1])
    expect(peak).toBeLessThan(200)
  })
})

describe('a channel of files that is read as a stream', () => {
  it.each(['File', 'FastFile'])(
    'brings them one after the other, as often as one likes: %s',
    async (mode) => {
      const files = { 'input/data/train/b': '2\n', 'input/data/train/a/z': '1\n' }
      const paths = await jobWith(['train'], { TrainingInputMode: mode }, files)
      const { train } = streamsOf(paths, ['train'])
      for (let pass = 0; pass < 2; pass += 1) expect(await text(await train.open())).toBe('1\n2\n')
    },
  )

  it('may have none', async () => {
    const paths = await jobWith(['train'], { TrainingInputMode: 'File' })
    await writeFile(`${paths.inputDataDir}/other`, '')
    execFileSync('mkdir', [`${paths.inputDataDir}/train`])
    const { train } = streamsOf(paths, ['train'])
    expect(await buffer(await train.open())).toHaveLength(0)
  })

  it('has to be there', async () => {
    const paths = await jobWith(['other'], pipe)
    expect(() => streamsOf(paths, ['train'])).toThrow(
      'There is no channel "train": the job has "other".',
    )
  })
})

const expectText = (wanted: string) => (found: string) => expect(found).toBe(wanted)
