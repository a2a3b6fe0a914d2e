import { ignoreNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import { variantDimension } from '../requests/scalable-variant.ts'
import type { Session } from '../session/session.ts'

/** Ends the scaling of a variant, with its policies and their alarms; its machines stay as many as they are. */
export async function removeScalableTarget(
  session: Session,
  resourceId: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const autoScaling = await session.clients.applicationAutoScaling()
  await request('DeregisterScalableTarget', signal, (options) =>
    autoScaling.deregisterScalableTarget(variantDimension(resourceId), options),
  ).catch(ignoreNotFound)
}
