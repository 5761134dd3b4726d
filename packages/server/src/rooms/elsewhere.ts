import type { Present } from '../bus/bus.ts';

/** How long holds what a server has told of a board (ms): it tells it again every 15 s, and a word or two may get lost. */
const holdsMs = 40_000;
/** People of one board on one server that are known, and boards of all servers together: of more the first are forgotten. */
const most = { people: 2_000, boards: 20_000 } as const;

interface Told {
  readonly board: string;
  readonly from: string;
  readonly people: readonly Present[];
  /** When, by this server's own clock that only grows. */
  readonly at: number;
}

/** Whether a server that tells of a board was not known to have it open, was, or has it open no more. */
export type Telling = 'new' | 'known' | 'gone';

/** Who has which board open on other servers, by what those have told. */
export interface Elsewhere {
  tell(board: string, people: readonly Present[], from: string): Telling;
  /** Forgets what holds no more, and returns of which boards on which servers that was. */
  forget(): readonly Pick<Told, 'board' | 'from'>[];
  /** People of a board; one who is on several servers comes several times. */
  of(board: string): readonly Present[];
  person(board: string, id: string): Present | undefined;
  /** Whether another server has people on a board. */
  has(board: string): boolean;
}

export const createElsewhere = (elapsed: () => number): Elsewhere => {
  /** By board and then by server; who told last comes last. */
  const boards = new Map<string, Map<string, Told>>();

  const drop = (board: string, from: string): boolean => {
    const told = boards.get(board);
    const was = told?.delete(from) === true;
    if (told?.size === 0) boards.delete(board);
    return was;
  };
  const of = (board: string): readonly Present[] =>
    [...(boards.get(board)?.values() ?? [])].flatMap(({ people }) => people);

  return {
    tell(board, people, from) {
      const before = drop(board, from);
      if (people.length === 0) return before ? 'gone' : 'known';
      const told = boards.get(board) ?? new Map<string, Told>();
      boards.delete(board);
      told.set(from, { board, from, people: people.slice(0, most.people), at: elapsed() });
      boards.set(board, told);
      const [first] = boards.keys();
      if (boards.size > most.boards && first !== undefined) boards.delete(first);
      return before ? 'known' : 'new';
    },
    forget() {
      const before = elapsed() - holdsMs;
      const over = [...boards.values()].flatMap((told) => [...told.values()]).filter(({ at }) => at < before);
      for (const { board, from } of over) drop(board, from);
      return over;
    },
    of,
    person: (board, id) => (boards.has(board) ? of(board).find(({ person }) => person.id === id) : undefined),
    has: (board) => boards.has(board),
  };
};
