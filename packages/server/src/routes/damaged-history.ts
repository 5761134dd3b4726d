import type { Services } from '../services/services.ts';

/** Says in the log and the audit that records of a board's history were found damaged as they were read, and set aside. */
export const tellDamaged =
  ({ log, audit }: Pick<Services, 'log' | 'audit'>) =>
  (board: string, records: number): void => {
    log.error({ board, records }, 'part of the history of a board was unreadable and has been set aside');
    audit('board.damaged', { board, facts: { history: records } });
  };
