import { expect, it } from 'vitest'
import type { Host } from '../../../src/lifecycle/host.ts'
import { nodeHost } from '../../../src/lifecycle/node-host.ts'
import { createLog } from '../../../src/logging/log.ts'
import { serveOptions } from '../../../src/serve/options/serve-options.ts'
import { loadInWorkers } from '../../../src/serve/pool/load-in-workers.ts'

it.each([
  [2 * 1024 ** 3, 768],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
])(
  'shares three quarters of %d bytes of memory among two threads [S82]',
  async (memoryBytes, share) => {
    const shares: number[] = []
    const host: Host = {
      ...nodeHost(),
      env: {},
      resources: () => ({ cpus: 2, memoryBytes }),
      startThread(heapMegabytes) {
        shares.push(heapMegabytes)
        throw new Error('no thread here')
      },
    }
    const log = createLog('silent', host)
    const options = serveOptions({ workers: 2 }, host)
    const load = loadInWorkers(
      {},
      options,
      { host, log, args: [], stopGraceSeconds: undefined },
      () => {},
    )

    await expect(
      load({ modelDir: '/', log, signal: new AbortController().signal }),
    ).rejects.toThrow('no thread here')
    expect(shares).toEqual([share, share])
  },
)
