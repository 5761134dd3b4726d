import type { NoticeMessage, Person } from '@gesso/crdt-schema';
import type { Principal } from '../auth/hooks.ts';
import type { Order } from '../bus/bus.ts';
import { dayMs } from '../units.ts';

/** People who wait for one board's owner, and boards that are waited for; of more the oldest are forgotten. */
const mostOfBoard = 50;
const mostBoards = 10_000;

/** A person who waits for an answer. */
export interface Ask {
  /** As others see them. */
  readonly person: Person;
  /** As the server knows them. */
  readonly by: Principal;
}

/**
 * Who asks to draw and was not answered yet, on all servers: an owner may come to another one than they did. It is kept in memory for a day: after a
 * restart they ask again.
 */
export interface Asks {
  add(board: string, ask: Ask): void;
  /** Those who wait; who asked last comes last. */
  of(board: string): readonly Ask[];
  /** `person`: the id that others see. Returns whether they had asked. */
  answered(board: string, person: string): boolean;
  /** Takes what another server has told. */
  hear(order: Order): void;
}

/** Tells an owner that a person asks to draw: as they ask (`ASKS_TO_EDIT`), or that they still do, when an owner comes later. */
export const asksToEdit = (code: 'ASKS_TO_EDIT' | 'STILL_ASKS', person: Person): NoticeMessage => ({
  code,
  message: `${person.name} asks to draw on this board.`,
  person,
});

interface KeptAsk extends Ask {
  readonly at: number;
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/** `tell`: tells the other servers. */
export function createAsks(now: () => number, tell: (order: Order) => void): Asks {
  const boards = new Map<string, Map<string, KeptAsk>>();
  const keep = (board: string, ask: Ask): void => {
    const { id } = ask.person;
    const asks = boards.get(board) ?? new Map<string, KeptAsk>();
    boards.delete(board);
    boards.set(board, asks);
    asks.delete(id);
    asks.set(id, { ...ask, at: now() });
    dropOldest(asks, mostOfBoard);
    dropOldest(boards, mostBoards);
  };
  const drop = (board: string, person: string): boolean => {
    const asks = boards.get(board);
    const had = asks?.delete(person) === true;
    if (asks?.size === 0) boards.delete(board);
    return had;
  };
  return {
    add(board, { person, by }) {
      keep(board, { person, by });
      tell({ order: 'ask', board, person, by });
    },
    of: (board) => [...(boards.get(board)?.values() ?? [])].filter(({ at }) => now() - at < dayMs),
    answered(board, person) {
      const had = drop(board, person);
      if (had) tell({ order: 'answered', board, person });
      return had;
    },
    hear(order) {
      if (order.order === 'ask') keep(order.board, { person: order.person, by: order.by });
      else if (order.order === 'answered') drop(order.board, order.person);
    },
  };
}
