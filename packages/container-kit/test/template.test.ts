import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const template = new URL('../template/', import.meta.url)
const iris = new URL('../../../examples/iris/', import.meta.url)

describe('the template of a Dockerfile', () => {
  it('is what the iris image is built by, which is tried in containers', () => {
    expect(instructions(template)).toEqual(instructions(iris))
    expect(instructions(template)).toContain('ENTRYPOINT ["node", "/opt/program/container.mjs"]')
  })

  it('comes with a .dockerignore that lets in the program alone', () => {
    const ignored = readFileSync(new URL('.dockerignore', template), 'utf8')

    expect(ignored).toBe(readFileSync(new URL('.dockerignore', iris), 'utf8'))
    expect(ignored.split('\n')).toEqual(expect.arrayContaining(['*', '!dist/container.mjs']))
  })
})

function instructions(folder: URL): string[] {
  const lines = readFileSync(new URL('Dockerfile', folder), 'utf8').split('\n')
  return lines.filter((line) => line !== '' && !line.startsWith('#'))
}
