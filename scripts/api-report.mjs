// Writes each package's public API, as TypeScript sees it, to etc/*.api.md, one file an entry point;
// with --check it fails instead when the committed file differs. A change to the surface is then one
// readable diff.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const check = process.argv.includes('--check')
let differing = 0

for (const name of readdirSync(join(root, 'packages'))) {
  const folder = join(root, 'packages', name)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string') continue
    const reportName = subpath === '.' ? name : `${name}-${subpath.slice(2)}`
    if (!extract(folder, reportName, target.types)) differing += 1
  }
}
console.log(
  differing === 0 ? 'API reports are true' : `${differing} API reports differ: run npm run api`,
)
process.exitCode = differing > 0 ? 1 : 0

function extract(folder, reportName, types) {
  const reportFolder = join(folder, 'etc')
  mkdirSync(reportFolder, { recursive: true })
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, types),
      compiler: { overrideTsconfig: compilerOptions(folder) },
      apiReport: {
        enabled: true,
        reportFileName: `${reportName}.api.md`,
        reportFolder,
        reportTempFolder: join(root, 'node_modules/.cache/byo/api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      messages: { extractorMessageReporting: { default: { logLevel: 'none' } } },
    },
    configObjectFullPath: join(folder, 'api-extractor.json'),
    packageJsonFullPath: join(folder, 'package.json'),
  })
  const isNew = !existsSync(join(reportFolder, `${reportName}.api.md`))
  const result = Extractor.invoke(config, {
    localBuild: !check,
    messageCallback: (message) => {
      message.handled = message.logLevel !== 'error'
    },
  })
  const same = !result.apiReportChanged && !(isNew && check)
  if (!same && check) console.error(`${reportName}.api.md is not what the code exports`)
  return same || !check
}

/** The compiler inside api-extractor is an older one, so it is told only what it knows. */
function compilerOptions(folder) {
  return {
    compilerOptions: {
      target: 'ES2023',
      lib: ['ES2023', 'ESNext.Disposable'],
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      strict: true,
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: [join(folder, 'dist/index.d.ts')],
  }
}
