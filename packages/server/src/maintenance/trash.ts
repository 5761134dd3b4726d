import type { Services } from '../services/services.ts';
import { removeForGood, trashDays } from '../services/trash.ts';
import { dayMs } from '../units.ts';
import { sweepEveryMs, sweptForMs } from './sweeps.ts';

/** Empties the trash of what has been there for too long, now and every hour, on one of the servers. Returns what stops it. */
export const sweepTrash = (services: Services): (() => void) => {
  const sweep = (): void => {
    emptyTrash(services).catch((error) => services.log.error({ err: error }, 'the trash was not emptied'));
  };
  sweep();
  return services.timers.every(sweepEveryMs, sweep);
};

/** Removes for good every board that went to the trash more than 30 days ago. */
const emptyTrash = async (services: Services): Promise<void> => {
  const { repositories, now } = services;
  if (!(await repositories.turns.mine('trash', sweptForMs))) return;
  // One that is open after all is removed an hour later.
  const before = now() - trashDays * dayMs;
  for (const board of await repositories.boards.trashedBefore(before)) await removeForGood(services, board, { before });
};
