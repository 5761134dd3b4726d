import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Board,
  type Column,
  cellName,
  type ElementId,
  newTrackKey,
  type Row,
  type TableElement,
} from '../src/index.ts';
import { memoryNetwork, type Network, seededRandom } from '../src/testing.ts';

const deeds = ['insert', 'take', 'move', 'resize', 'scale', 'type', 'undo', 'redo', 'part', 'join', 'deliver'] as const;
const weights: Partial<Record<(typeof deeds)[number], number>> = { type: 6, deliver: 5, insert: 2, take: 2, move: 2 };

/** What is done, by whom and where; each deed looks at what it needs. */
const step = fc.record({
  do: fc.oneof(...deeds.map((deed) => ({ weight: weights[deed] ?? 1, arbitrary: fc.constant(deed) }))),
  peer: fc.nat(2),
  side: fc.constantFrom('rows' as const, 'columns' as const),
  at: fc.nat(7),
  to: fc.nat(7),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A word of which there is no other, and the cell it was typed in. */
interface Word {
  readonly peer: number;
  readonly cell: string;
  readonly word: string;
}

const tableIn = (board: Board, id: ElementId): TableElement | undefined => {
  const element = board.get(id);
  return element?.kind === 'table' ? element : undefined;
};

const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const rest = list.filter((_, i) => i !== from % list.length);
  const one = list[from % list.length];
  return one === undefined ? rest : [...rest.slice(0, to % list.length), one, ...rest.slice(to % list.length)];
};

const world = (count: number) => {
  const network: Network = memoryNetwork(count, 3);
  const random = seededRandom(5);
  const words: Word[] = [];
  const first = network.peers[0];
  if (first === undefined) throw new Error('there is a peer');
  const id = first.board.edit((w) =>
    w.add({
      kind: 'table',
      x: 0,
      y: 0,
      cells: [
        ['', ''],
        ['', ''],
      ],
    }),
  );
  network.settle();

  const made = (which: 'rows' | 'columns') =>
    which === 'rows' ? { id: newTrackKey('r', random), height: 40 } : { id: newTrackKey('c', random), width: 100 };
  const set = (board: Board, which: 'rows' | 'columns', next: readonly (Row | Column)[]): void =>
    board.edit((w) => w.patch(id, { [which]: next }));

  const type = (
    who: number,
    board: Board,
    table: TableElement,
    s: { readonly at: number; readonly to: number },
  ): void => {
    const row = table.rows[s.at % Math.max(1, table.rows.length)];
    const column = table.columns[s.to % Math.max(1, table.columns.length)];
    if (row === undefined || column === undefined) return;
    const cell = cellName(row.id, column.id);
    const session = board.typing(id, cell);
    const word = `<${words.length}>`;
    session?.set(session.value() + word);
    session?.close();
    words.push({ peer: who, cell, word });
  };

  const change = (board: Board, table: TableElement, s: Step): void => {
    const now: readonly (Row | Column)[] = table[s.side];
    const index = s.at % Math.max(1, now.length);
    const isRows = s.side === 'rows';
    if (s.do === 'insert') set(board, s.side, [...now.slice(0, index), made(s.side), ...now.slice(index)]);
    else if (s.do === 'take') set(board, s.side, now.length > 1 ? now.filter((_, i) => i !== index) : now);
    else if (s.do === 'move') set(board, s.side, moved(now, s.at, s.to));
    else {
      const size = isRows ? { height: 20 + 9 * s.to } : { width: 20 + 40 * s.to };
      set(
        board,
        s.side,
        now.map((track, i) => (i === index ? { ...track, ...size } : track)),
      );
    }
  };

  const perform = (s: Step): void => {
    const who = s.do === 'undo' || s.do === 'redo' ? 0 : s.peer % count;
    const board = network.peers[who]?.board;
    const table = board && tableIn(board, id);
    if (s.do === 'deliver') network.deliver(who, s.at);
    else if (s.do === 'part') network.part(who);
    else if (s.do === 'join') network.join(who);
    else if (board === undefined || table === undefined) return;
    else if (s.do === 'undo') board.undo();
    else if (s.do === 'redo') board.redo();
    else if (s.do === 'type') type(who, board, table, s);
    else if (s.do === 'scale') board.edit((w) => w.patch(id, { width: 50 + 99 * s.to }));
    else change(board, table, s);
  };
  return { network, id, words, perform };
};

test('what two or three do at one table comes to the same for all, and no word of another is lost where its cell is', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 2, max: 3 }), (steps, count) => {
      const { network, id, words, perform } = world(count);
      try {
        for (const s of steps) perform(s);
        network.settle();
        const [first, ...others] = network.peers.map(({ board }) => tableIn(board, id));
        for (const other of others) expect(other).toEqual(first);
        for (const { replay, board } of network.peers) expect(replay.shown()).toEqual(board.all());
        if (first === undefined) return;
        const texts = new Map(
          first.rows.flatMap((row, i) =>
            first.columns.map((column, j) => [cellName(row.id, column.id), first.cells[i]?.[j] ?? ''] as const),
          ),
        );
        // The first one takes back; what the others typed is theirs.
        for (const { peer: who, cell, word } of words)
          if (who !== 0 && texts.has(cell)) expect(texts.get(cell)).toContain(word);
        expect(first.cells.flat().join('').length).toBeLessThanOrEqual(words.map(({ word }) => word).join('').length);
      } finally {
        network.close();
      }
    }),
    { numRuns: 300 },
  );
});
