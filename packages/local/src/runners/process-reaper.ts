import { markName } from './marked-processes.ts'
import { type Reaper, startReaper } from './reaper.ts'

/**
 * Kills the processes with the mark and their children, again and again until none is left, then the process
 * groups that were watched, and removes the folder, where models may be read-only. Without Linux's `/proc` only the groups are found.
 */
const script = `
mark=$1 folder=$2 round=0
kill_tree() {
  for child in $(cat "/proc/$1"/task/*/children 2>/dev/null); do kill_tree "$child"; done
  kill -s KILL "$1" 2>/dev/null
}
while [ "$round" -lt 20 ]; do
  found=$(grep -lsF -- "$mark" /proc/[0-9]*/environ)
  if [ -z "$found" ]; then break; fi
  for file in $found; do
    pid=\${file#/proc/}
    kill_tree "\${pid%/environ}"
  done
  round=$((round + 1))
done
for group in $watched; do kill -s KILL -- "-$group" 2>/dev/null; done
chmod -R u+w -- "$folder"
rm -rf -- "$folder"
`

/** Starts what ends the programs of an emulator that was killed; it is told their process groups. */
export function startProcessReaper(runId: string, folder: string): Reaper {
  return startReaper({ script, arguments: [`${markName}=${runId}.`, folder] })
}
