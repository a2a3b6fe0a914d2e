// Makes a checkout ready to run: installs packages and builds what is missing or stale, and says
// nothing when there is nothing to do. Needs only Node and npm, which brings the pinned pnpm.
//
//   node scripts/ready.mjs            what is missing or stale
//   node scripts/ready.mjs --force    everything anew
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, 'node_modules/.cache/byo')
const force = process.argv.includes('--force')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

requireNode(manifest.engines.node)
install()
build()

function requireNode(range) {
  const [wantedMajor, wantedMinor] = range.replace(/^>=/, '').split('.').map(Number)
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  fail(
    `This project needs Node ${range}; this is Node ${process.versions.node}. Install a newer Node and try again.`,
  )
}

function install() {
  const manifests = members().map((folder) => join(folder, 'package.json'))
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]
  const wanted = fingerprint(files, (path) => readFileSync(path))
  const stamp = join(cache, 'installed')
  if (!force && read(stamp) === wanted) return

  const pnpm = manifest.packageManager
  // npm run hands its own settings on as npm_config_*; pnpm would warn about those it doesn't know.
  const command = ['exec', '--yes', '--loglevel=error', `--package=${pnpm}`, '--']
  run('Installing packages', 'npm', [...command, 'pnpm', 'install', '--frozen-lockfile'])
  write(stamp, wanted)
}

function build() {
  const settings = ['tsconfig.base.json', 'tsconfig.json']
  const sources = [...members().flatMap(sourcesOf), ...generators(), ...settings]
  const wanted = fingerprint(sources, (path) => {
    const { mtimeMs, size } = statSync(path)
    return `${mtimeMs} ${size}`
  })
  const stamp = join(cache, 'built')
  const missing = outputs().some((path) => !existsSync(join(root, path)))
  if (!force && !missing && read(stamp) === wanted) return

  // tsc trusts its own record of what it has written, so a deleted dist has to be forgotten there too.
  if (force || missing) for (const path of buildRecords()) rmSync(path)
  for (const script of generators()) {
    run(`Generating ${dirname(dirname(script))}`, process.execPath, [join(root, script)])
  }
  run('Building', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'])
  for (const folder of members().filter((path) => existsSync(join(root, path, 'tsup.config.ts')))) {
    const tsup = join(root, 'node_modules/tsup/dist/cli-default.js')
    // The names of its files hold hashes: old ones would pile up.
    rmSync(join(root, folder, 'dist'), { recursive: true, force: true })
    run(`Bundling ${folder}`, process.execPath, [tsup, '--silent'], join(root, folder))
  }
  write(stamp, wanted)
}

/** Every workspace folder: `packages/mars`, …, `bench`, `docs`. */
function members() {
  const inside = (parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`)
  const folders = [...inside('packages'), ...inside('examples'), 'bench', 'docs']
  return folders.filter((folder) => existsSync(join(root, folder, 'package.json')))
}

function sourcesOf(folder) {
  const files = ['src', 'assembly'].flatMap((part) => {
    const inside = join(root, folder, part)
    const names = existsSync(inside) ? readdirSync(inside, { recursive: true }) : []
    return names
      .filter((name) => /\.\w+$/.test(name) && !/^generated\b/.test(name))
      .map((name) => `${folder}/${part}/${name}`)
  })
  const settings = ['tsconfig.json', 'tsup.config.ts', 'package.json'].map(
    (name) => `${folder}/${name}`,
  )
  return [...files, ...settings].filter((path) => existsSync(join(root, path)))
}

/** The scripts that make sources from sources. */
function generators() {
  const scripts = members().map((folder) => `${folder}/scripts/generate.mjs`)
  return scripts.filter((path) => existsSync(join(root, path)))
}

/** One file of each build, which shows that the build is there, and the folders of made sources. */
function outputs() {
  const built = members().filter((folder) => existsSync(join(root, folder, 'tsconfig.json')))
  const generated = generators().map((script) => join(dirname(dirname(script)), 'src/generated'))
  const results = built.flatMap((folder) => {
    const bundled = existsSync(join(root, folder, 'tsup.config.ts'))
    const entry = existsSync(join(root, folder, 'src/index.ts')) ? 'index.js' : 'main.js'
    return [`${folder}/dist/${entry}`, ...(bundled ? [`${folder}/dist/container.mjs`] : [])]
  })
  return [...generated, ...results]
}

function buildRecords() {
  if (!existsSync(cache)) return []
  return readdirSync(cache)
    .filter((name) => name.endsWith('.tsbuildinfo'))
    .map((name) => join(cache, name))
}

/** Runs a command quietly, shows what it printed only when it fails, and says how long it took. */
function run(what, command, args, cwd = root) {
  const started = Date.now()
  process.stderr.write(`${what} … `)
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_config_(?!cache|registry|userconfig)/i.test(name),
    ),
  )
  const shell = process.platform === 'win32' && command === 'npm'
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    shell,
  })
  if (status === 0) {
    process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`)
    return
  }
  process.stderr.write('failed\n')
  fail(
    `${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}${what} failed: see above.`,
  )
}

function fingerprint(paths, content) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} `)
  for (const path of paths)
    hash
      .update(path)
      .update('\0')
      .update(content(join(root, path)))
      .update('\0')
  return hash.digest('hex')
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
