import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createWords } from '../../src/runners/docker/container-flags.ts'
import type { ContainerRequest } from '../../src/runners/runner.ts'

let optMl = ''
beforeEach(() => {
  optMl = mkdtempSync(join(tmpdir(), 'byo-container-flags-'))
})
afterEach(() => rmSync(optMl, { recursive: true, force: true }))

const words = (changes: Partial<ContainerRequest>) =>
  createWords({ arguments: ['serve'], serves: true, optMl, ...changes } as ContainerRequest, {
    name: 'name',
    tag: 'tag',
    flags: [],
    environment: {},
  })

it('limits the memory of a container that has a limit, swap included, and of no other', async () => {
  expect((await words({ memoryMegabytes: 2048 })).join(' ')).toContain(
    '--memory 2048m --memory-swap 2048m',
  )
  expect((await words({})).join(' ')).not.toContain('--memory')
})
