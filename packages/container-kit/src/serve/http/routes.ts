import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Service } from '../service.ts'

/** Answers a request; `segment` is the part of the path that stands for `{name}`, decoded. */
export type Endpoint = (
  service: Service,
  message: IncomingMessage,
  response: ServerResponse,
  segment: string,
) => void

/** What there is at a path, by method. */
export interface Route {
  /** Such as `/ping` or `/models/{name}/invoke`. */
  readonly path: string
  readonly methods: Readonly<Record<string, Endpoint>>
}

/** What was found at a path. */
export interface Match {
  readonly methods: Route['methods']
  readonly segment: string
}

/** Returns what finds the route of a path. Paths without `{name}` come first and cost one look-up. */
export function createRouter(routes: readonly Route[]): (path: string) => Match | undefined {
  const fixed = new Map<string, Match>()
  const patterns: { readonly start: string; readonly end: string; readonly route: Route }[] = []
  for (const route of routes) {
    const [start, end] = route.path.split('{name}')
    if (end === undefined) fixed.set(route.path, { methods: route.methods, segment: '' })
    else patterns.push({ start: start!, end, route })
  }
  return (path) => {
    const match = fixed.get(path)
    if (match !== undefined) return match
    for (const { start, end, route } of patterns) {
      const segment = segmentBetween(path, start, end)
      if (segment !== undefined) return { methods: route.methods, segment }
    }
    return undefined
  }
}

/** The one decoded segment of a path between two texts; undefined if there is none. */
function segmentBetween(path: string, start: string, end: string): string | undefined {
  if (!path.startsWith(start) || !path.endsWith(end)) return undefined
  const segment = path.slice(start.length, path.length - end.length)
  if (segment === '' || segment.includes('/')) return undefined
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
