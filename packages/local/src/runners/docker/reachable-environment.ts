/** Replaces the address of a server on this machine's loopback by one that a container reaches. */
export type Reach = (port: number) => Promise<{ readonly host: string; readonly port: number }>

/**
 * The variables of a container, in which endpoints of AWS on this machine's loopback address, which in a
 * container is the container's own, are where the container reaches them.
 */
export async function reachableEnvironment(
  environment: Readonly<Record<string, string>>,
  reach: Reach,
): Promise<Readonly<Record<string, string>>> {
  const changed = { ...environment }
  for (const [name, value] of Object.entries(environment)) {
    const url = name.includes('ENDPOINT_URL') ? loopbackUrl(value) : undefined
    if (url === undefined) continue
    const { host, port } = await reach(Number(url.port || 80))
    url.hostname = host
    url.port = String(port)
    changed[name] = value.endsWith('/') ? url.href : url.href.replace(/\/$/, '')
  }
  return changed
}

function loopbackUrl(value: string): URL | undefined {
  if (!URL.canParse(value)) return undefined
  const url = new URL(value)
  return /^(?:127\.[\d.]+|localhost|0\.0\.0\.0|\[::1?\])$/.test(url.hostname) ? url : undefined
}
