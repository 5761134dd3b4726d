import { constants, setPriority } from 'node:os';

/**
 * Lets the thread that serves everybody go before this one, which calls it. On Linux alone a priority is a thread's own; elsewhere it
 * would be that of the whole process.
 */
export function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that does not allow it shares its processors as it likes.
  }
}
