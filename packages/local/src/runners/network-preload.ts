import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clusterAddresses } from './cluster-addresses.ts'
import type { ContainerRequest } from './runner.ts'

/**
 * Adds what gives a Node program the network of its container, as far as that can be done from inside: the
 * names of its cluster, and no way out where it is isolated. It is a file that Node loads before the program,
 * in its threads and in Node processes that it starts with its variables as well.
 *
 * - The names of the cluster lead to loopback addresses. A TCP server that listens on all addresses listens on
 *   its host's alone, so that the hosts can use the same port; not on other systems than Linux, where the
 *   hosts share one address.
 * - With network isolation, names of others are not found and connections to others fail, so that a program
 *   that needs them fails here as it would there. It is no prison: programs that are not Node's, and those
 *   that want to, get out.
 */
export async function addNetworkPreload(
  environment: Readonly<Record<string, string>>,
  request: ContainerRequest,
  runId: string,
): Promise<Readonly<Record<string, string>>> {
  const { cluster, networkIsolation: isolated, scratch } = request
  if (cluster === undefined && !isolated) return environment
  const names = cluster === undefined ? {} : clusterAddresses(cluster, runId)
  const own = cluster === undefined ? undefined : names[cluster.host]
  const facts = { names, isolated, own: own === '127.0.0.1' ? undefined : own }
  const file = join(scratch, 'network.cjs')
  await writeFile(file, `const facts = ${JSON.stringify(facts)}\n${program}`)
  const options = [`--require=${JSON.stringify(file)}`, environment.NODE_OPTIONS ?? '']
  return { ...environment, NODE_OPTIONS: options.join(' ').trimEnd() }
}

/** As text, because it is no part of the emulator: it runs in the programs, in whatever way that is bundled. */
const program = `'use strict'
const dns = require('node:dns')
const net = require('node:net')
const { promisify } = require('node:util')
const { lookup, promises: { lookup: lookupAsync } } = dns
const names = new Map(Object.entries(facts.names).map(([name, address]) => [name.toLowerCase(), address]))

const inCluster = (name) => names.get(String(name).toLowerCase()) ?? name
const isOwn = (name) => !name || /^(127\\.|0\\.0\\.0\\.0$|::1?$|localhost$)/.test(name)
const isOut = (name) => facts.isolated && !net.isIP(name) && !isOwn(name)

dns.lookup = (name, ...rest) => {
  const address = inCluster(name)
  if (!isOut(address)) return lookup(address, ...rest)
  const callback = rest.at(-1)
  process.nextTick(() => callback(failure('EAI_AGAIN', 'getaddrinfo', { hostname: name })))
  return {}
}
dns.promises.lookup = async (name, ...rest) => {
  const address = inCluster(name)
  if (isOut(address)) throw failure('EAI_AGAIN', 'getaddrinfo', { hostname: name })
  return lookupAsync(address, ...rest)
}
dns.lookup[promisify.custom] = dns.promises.lookup

if (facts.isolated) {
  const { connect } = net.Socket.prototype
  net.Socket.prototype.connect = function (...words) {
    const [first, second] = Array.isArray(words[0]) ? words[0] : words
    const host = typeof first === 'object' ? first.host : second
    if (!net.isIP(host) || isOwn(host)) return connect.apply(this, words)
    process.nextTick(() => this.destroy(failure('ENETUNREACH', 'connect', { address: host })))
    return this
  }
}

if (facts.own !== undefined) {
  const { listen } = net.Server.prototype
  const isAny = (host) => !host || /^(0\\.0\\.0\\.0|::0?)$/.test(host)
  net.Server.prototype.listen = function (...words) {
    const [first, second] = words
    if (first === undefined || first === null || typeof first === 'function') {
      words.unshift(0, facts.own)
      if (typeof first !== 'function') words.splice(2, 1)
    } else if (typeof first === 'object') {
      const { port, path, host } = first
      if (port !== undefined && !path && isAny(host)) words[0] = { ...first, host: facts.own }
    } else if (Number(first) >= 0) {
      if (typeof second === 'string' ? isAny(second) : second === undefined) words[1] = facts.own
      else if (typeof second !== 'string') words.splice(1, 0, facts.own)
    }
    return listen.apply(this, words)
  }
}
require('node:module').syncBuiltinESMExports()

function failure(code, syscall, more) {
  const name = more.hostname ?? more.address
  return Object.assign(new Error(syscall + ' ' + code + ' ' + name), { code, syscall, ...more })
}
`
