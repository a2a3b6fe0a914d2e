import { type Reaper, startReaper } from '../reaper.ts'
import type { DockerCommand } from './docker-command.ts'

/**
 * Removes the run's containers, networks and images, and the folder; what a container's root has left in
 * it, a last container removes.
 */
const script = `
docker=$1 run=$2 folder=$3
containers=$("$docker" ps -aq --filter "label=byo-local=$run")
if [ -n "$containers" ]; then "$docker" rm -f -v $containers; fi
networks=$("$docker" network ls -q --filter "label=byo-local=$run")
if [ -n "$networks" ]; then "$docker" network rm $networks; fi
images=$("$docker" images --format '{{.Repository}}:{{.Tag}}' | grep "^localhost/byo-local/.*-$run\\$")
rm -rf -- "$folder"
if [ -e "$folder" ]; then
  for image in $images; do
    "$docker" run --rm --pull never --network none --user 0 -v "$folder:/byo" --entrypoint /bin/sh "$image" -c 'rm -rf /byo/*' && break
  done
  rm -rf -- "$folder"
fi
if [ -n "$images" ]; then "$docker" rmi -f $images; fi
`

/** Starts what cleans up in the engine after an emulator that was killed. */
export function startDockerReaper(docker: DockerCommand, runId: string, folder: string): Reaper {
  return startReaper({
    script,
    arguments: [docker.program, runId, folder],
    environment: docker.environment,
  })
}
