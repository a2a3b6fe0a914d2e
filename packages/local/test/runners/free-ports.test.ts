import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { FreePorts } from '../../src/runners/free-ports.ts'

it('gives each port once, and none that is taken', async () => {
  const [first = 0, second = 0] = [
    await new FreePorts('7d0').find(),
    await new FreePorts('7d0').find(),
  ]
  expect(second).toBe(first)
  const taken = createServer().listen(first)
  await once(taken, 'listening')

  const ports = new FreePorts('7d0')
  const found = [await ports.find(), await ports.find(), await ports.find()]

  taken.close()
  expect(new Set(found).size).toBe(3)
  expect(found).not.toContain(first)
  for (const port of found) expect(port).toBeLessThan(32_768)
})
