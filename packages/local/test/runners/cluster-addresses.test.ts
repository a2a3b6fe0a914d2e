import { isIPv4 } from 'node:net'
import { expect, it } from 'vitest'
import { clusterAddresses } from '../../src/runners/cluster-addresses.ts'

const hosts = Array.from({ length: 300 }, (_, at) => `algo-${at + 1}`)
const cluster = (id: string) => ({ id, hosts, host: 'algo-1' })

it('gives each host of a cluster a loopback address of its own, the same for all hosts [G032]', () => {
  const addresses = clusterAddresses(cluster('one'), 'run', 'linux')
  expect(new Set(Object.values(addresses)).size).toBe(300)
  for (const address of Object.values(addresses)) {
    expect(isIPv4(address)).toBe(true)
    // Neither in the network of 127.0.0.1 nor a network's or a broadcast address.
    expect(address).toMatch(/^127\.(?!0\.)\d+\.\d+\.(?!0$|255$)\d+$/)
  }
  expect(clusterAddresses({ ...cluster('one'), host: 'algo-9' }, 'run', 'linux')).toEqual(addresses)
})

it('gives other clusters, also those of other emulators, other addresses', () => {
  const first = (id: string, run: string) => clusterAddresses(cluster(id), run, 'linux')['algo-1']
  expect(new Set([first('one', 'a'), first('two', 'a'), first('one', 'b')]).size).toBe(3)
})

it('gives all hosts the only loopback address that other systems have', () => {
  expect(new Set(Object.values(clusterAddresses(cluster('one'), 'run', 'darwin')))).toEqual(
    new Set(['127.0.0.1']),
  )
})
