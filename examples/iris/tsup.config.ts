import { defineConfig } from 'tsup'
import { exampleBuild } from '../common/example-build.ts'

export default defineConfig([...exampleBuild])
