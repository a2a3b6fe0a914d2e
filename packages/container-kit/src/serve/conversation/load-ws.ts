import { createRequire } from 'node:module'

/**
 * Loads the WebSocket library, which only programs with `converse` need.
 *
 * It is CommonJS. Within one bundled ES module its `require` of Node's own modules becomes a look-up of a global one
 * (esbuild, tsup), which ES modules lack; so there is one while the library loads.
 */
export async function loadWs(): Promise<typeof import('ws')> {
  // Bundled as CommonJS there is no import.meta.url, and no need of this.
  const lacksRequire = import.meta.url !== undefined && !('require' in globalThis)
  if (lacksRequire) Object.assign(globalThis, { require: createRequire(import.meta.url) })
  try {
    return await import('ws')
  } finally {
    if (lacksRequire) Reflect.deleteProperty(globalThis, 'require')
  }
}
