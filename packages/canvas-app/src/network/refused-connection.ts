import { failureOfClose } from '@gesso/crdt-schema';
import type { StatusTracker } from './status.ts';
import type { CollisionWatch } from './watch-collisions.ts';

/**
 * Returns what hears that the server has ended the connection for good, by a close code between 4400 and 4499 and its reason: because
 * of an update it refused, or of a right that ended. The status says so, with the failure; what was not saved stays on this device.
 */
export function hearRefusal(
  tracker: Pick<StatusTracker, 'refused'>,
  collisions: Pick<CollisionWatch, 'refused'>,
): (code: number, reason: string) => void {
  return (code, reason) => {
    const failure = failureOfClose(code, reason) ?? 'FORBIDDEN';
    tracker.refused(failure);
    if (failure === 'NOT_YOUR_ID') collisions.refused();
  };
}
