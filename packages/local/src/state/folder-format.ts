import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LocalError } from '../errors.ts'
import { writeJsonFile } from './json-file.ts'

/** How what is kept lies in its folder. To be raised when an older emulator could not read it any more. */
const version = 1
const fileName = 'format.json'

/**
 * Makes sure that a folder is an emulator's own, and marks an empty one as such.
 *
 * @throws LocalError `folder-not-empty` for one with other things in it, `folder-too-new` for one of a later version.
 */
export function claimFolder(folder: string): void {
  const path = join(folder, fileName)
  if (!existsSync(path)) {
    const foreign = readdirSync(folder).find(isOfNote)
    if (foreign !== undefined) throw notEmpty(folder, foreign)
    writeJsonFile(path, { version })
  }
  const written = readVersion(path)
  if (written === undefined) throw damaged(path)
  if (written > version) throw tooNew(folder, written)
}

/** What is there in every folder, or on every disk, is nobody's. */
function isOfNote(name: string): boolean {
  return !name.startsWith('.') && name !== 'lost+found'
}

function readVersion(path: string): number | undefined {
  try {
    const { version: written } = JSON.parse(readFileSync(path, 'utf8'))
    return typeof written === 'number' ? written : undefined
  } catch {
    return undefined
  }
}

function notEmpty(folder: string, foreign: string): LocalError {
  return new LocalError(
    'folder-not-empty',
    `The data folder ${folder} holds things that are not the emulator's, such as "${foreign}"; choose an empty one, or one that is not there yet, with dataDir.`,
  )
}

function tooNew(folder: string, written: number): LocalError {
  return new LocalError(
    'folder-too-new',
    `The data folder ${folder} was written in format ${written} and this version of @byo/local reads up to ${version}; use a newer one, or choose another folder with dataDir.`,
  )
}

function damaged(path: string): LocalError {
  return new LocalError(
    'folder-damaged',
    `The data folder has a file that cannot be read, ${path}; if the folder is the emulator's, write {"version":${version}} into it, or else choose another folder with dataDir.`,
  )
}
