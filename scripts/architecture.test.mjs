// Proves that ARCHITECTURE.md tells the layers that scripts/layers.json has.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
const layersOf = JSON.parse(readFileSync(join(root, 'scripts/layers.json'), 'utf8'))

it.each(Object.entries(layersOf))(
  'ARCHITECTURE tells the layers of %s as the check has them',
  (folder, layers) => {
    const [line] = page.split('\n').filter((text) => text.startsWith(`- **${folder}**: `))
    const told = line?.split(': ')[1].split(' · ')

    expect(told?.map((names) => names.replaceAll('`', '').split(' '))).toEqual(layers)
  },
)
