import { type ActiveHooks, refusalOf } from '../auth/hooks.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { StorageBudget } from '../quotas/storage-budget.ts';
import type { RoomsDeps } from '../rooms/rooms.ts';
import type { BoardRepository } from '../stores/repositories.ts';
import type { Texts } from '../texts/texts.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { guarded, type Reports } from './reports.ts';

export interface RoomEventsDeps {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'accepted'>;
  readonly hooks: ActiveHooks;
  readonly boards: BoardRepository;
  /** Hears of boards that are loaded. */
  readonly texts: Pick<Texts, 'changed'>;
  readonly webhooks: Pick<Webhooks, 'onStored'>;
  readonly storage: StorageBudget;
  readonly reports: Reports;
  /** Is kept up to date: boards that are loaded. */
  readonly openBoards: Set<string>;
  readonly now: () => number;
}

/** How stale a board's "last changed" may get while people draw: writing it costs a flush to disk. */
const touchEveryMs = 10_000;

/** What the server does when something happens in a room: quotas and hooks are asked, boards' records follow, the log is told. */
export function roomEvents(deps: RoomEventsDeps): RoomsDeps['events'] {
  const { log, hooks, boards, openBoards, now } = deps;
  const touched = new Map<string, number>();
  return {
    ...troubleEvents(deps),
    beforeUpdate(board, update, { person, role }, continued = false) {
      deps.storage.draw(person.id, update.length, continued);
      try {
        hooks.beforeUpdate?.(update, { board, person, role });
      } catch (error) {
        throw refusalOf(error);
      }
      deps.metrics.accepted(update);
    },
    onStored(board, bytes) {
      deps.texts.changed(board);
      deps.webhooks.onStored(board);
      if (now() - (touched.get(board) ?? Number.NEGATIVE_INFINITY) >= touchEveryMs) {
        touched.set(board, now());
        boards
          .update(board, { updatedAt: now() })
          .catch((error) => log.error({ err: error, board }, 'the time of the last change was not written'));
      }
      guarded(log, 'onStored', () => hooks.onStored?.(board, bytes));
    },
    onOpen(board) {
      openBoards.add(board);
      guarded(log, 'onBoardOpen', () => hooks.onBoardOpen?.(board));
    },
    onClosed(board) {
      openBoards.delete(board);
      touched.delete(board);
      guarded(log, 'onBoardClosed', () => hooks.onBoardClosed?.(board));
    },
    onNamed(board, name) {
      boards
        .update(board, { title: name })
        .catch((error) => log.error({ err: error, board }, 'the new title was not written'));
    },
  };
}

type TroubleEvents = Pick<RoomsDeps['events'], 'onRefused' | 'onDamage' | 'onCostly' | 'onStoreHealth' | 'onTrouble'>;

const troubleEvents = ({ log, reports }: RoomEventsDeps): TroubleEvents => ({
  onRefused(board, { person, ip, connection }, failure) {
    reports.refused('frame', failure, { board, person: person.id, ip, connection });
  },
  onDamage(board, count) {
    log.error({ board, records: count }, 'part of a board was unreadable and has been set aside');
    reports.audit('board.damaged', { board, facts: { records: count } });
  },
  onCostly(board, count) {
    log.error({ board, records: count }, 'part of a board would have held up everybody and has been set aside');
    reports.audit('board.damaged', { board, facts: { costly: count } });
  },
  onStoreHealth(error) {
    if (error === undefined) log.warn({}, 'the store works again');
    else log.error({ err: error }, 'the store fails; changes are held in memory and not acknowledged');
  },
  onTrouble(what, error) {
    log.error({ err: error }, `trouble with ${what}`);
  },
});
