import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  type Board,
  cellName,
  type ElementId,
  fromPlain,
  limits,
  type NewElement,
  newTrackKey,
  openBoard,
  patched,
  type Row,
  type TableElement,
  toPlain,
} from '../src/index.ts';
import { seededRandom } from '../src/testing.ts';
import { newBoard, pair } from './board.ts';

const letters: NewElement = {
  kind: 'table',
  x: 0,
  y: 0,
  cells: [
    ['a', 'b'],
    ['c', 'd'],
  ],
};

const tableIn = (board: Board, id: ElementId): TableElement => {
  const element = board.get(id);
  if (element?.kind !== 'table') throw new Error('there is no table');
  return element;
};
const cellsIn = (board: Board, id: ElementId) => tableIn(board, id).cells;
const random = seededRandom(9);
const row = (): Row => ({ id: newTrackKey('r', random), height: 40 });
const nameOf = (table: TableElement, i: number, j: number): string =>
  cellName(table.rows[i]?.id ?? '', table.columns[j]?.id ?? '');

const type = (board: Board, id: ElementId, [i, j]: readonly [number, number], text: string): void => {
  const session = board.typing(id, nameOf(tableIn(board, id), i, j));
  session?.set(text);
  session?.close();
};
const insertRow = (board: Board, id: ElementId, at: number): void => {
  const { rows } = tableIn(board, id);
  board.edit((w) => w.patch(id, { rows: [...rows.slice(0, at), row(), ...rows.slice(at)] }));
};
const removeRow = (board: Board, id: ElementId, at: number): void => {
  const { rows } = tableIn(board, id);
  board.edit((w) => w.patch(id, { rows: rows.filter((_, i) => i !== at) }));
};

describe('a table', () => {
  test('is made of its texts alone, and gives them back as JSON that makes it again', () => {
    const { board } = newBoard();
    const plainTable = { kind: 'table', x: 0, y: 0, cells: [['a', 'b'], ['c']] };
    const id = board.edit((w) => w.add(fromPlain(plainTable)));
    const table = tableIn(board, id);
    expect(table.cells).toEqual([
      ['a', 'b'],
      ['c', ''],
    ]);
    expect([table.width, table.height, table.header]).toEqual([280, 80, true]);
    const copy = board.edit((w) => w.add(fromPlain({ ...JSON.parse(JSON.stringify(toPlain(table))), id: null })));
    expect({ ...tableIn(board, copy), id, z: table.z }).toEqual(table);
  });

  test('of no texts is three rows of three in the size it is given', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add({ kind: 'table', x: 0, y: 0, width: 300, height: 90 }));
    const { rows, columns, cells } = tableIn(board, id);
    expect(rows.map(({ height }) => height)).toEqual([30, 30, 30]);
    expect(columns.map(({ width }) => width)).toEqual([100, 100, 100]);
    expect(cells.flat()).toEqual(Array.from({ length: 9 }, () => ''));
  });

  test('is pulled to another size by all its columns and rows, as it is shown while it is pulled', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(letters));
    const patch = { width: 560, height: 120 };
    const shown = patched(tableIn(board, id), patch);
    board.edit((w) => w.patch(id, patch));
    expect(tableIn(board, id)).toEqual(shown);
    expect(tableIn(board, id).columns.map(({ width }) => width)).toEqual([280, 280]);
  });

  test('keeps its texts with their rows when these are moved, and writes the moved one alone', () => {
    const { board, doc } = newBoard();
    const id = board.edit((w) => w.add({ ...letters, cells: [['a'], ['b'], ['c'], ['d']] } as NewElement));
    const { rows } = tableIn(board, id);
    const [first, ...rest] = rows;
    if (first === undefined) throw new Error('there is a row');
    let written: readonly (string | null)[] = [];
    doc.getMap('ov').observe(({ keysChanged }) => {
      written = [...keysChanged];
    });
    board.edit((w) => w.patch(id, { rows: [...rest, first] }));
    expect(cellsIn(board, id)).toEqual([['b'], ['c'], ['d'], ['a']]);
    expect(written).toEqual([`${id}:${first.id}`]);
    board.undo();
    expect(cellsIn(board, id)).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  test('keeps what has not changed, so that nothing is laid out again', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(letters));
    const before = tableIn(board, id);
    type(board, id, [1, 1], 'dd');
    const after = tableIn(board, id);
    expect(after.rows).toBe(before.rows);
    expect(after.columns).toBe(before.columns);
    expect(after.cells[0]).toBe(before.cells[0]);
    board.edit((w) => w.patch(id, { x: 10 }));
    expect(tableIn(board, id).cells).toBe(after.cells);
  });

  test('leaves nothing behind', () => {
    const { board, doc } = newBoard();
    const id = board.edit((w) => w.add(letters));
    removeRow(board, id, 0);
    board.edit((w) => w.remove(id));
    expect([doc.getMap('el').size, doc.getMap('ov').size, doc.getMap('tx').size]).toEqual([0, 0, 0]);
    board.undo();
    expect(cellsIn(board, id)).toEqual([['c', 'd']]);
    board.undo();
    expect(cellsIn(board, id)).toEqual(letters.kind === 'table' ? letters.cells : []);
  });

  test('without any row or column left is still there to be given some', () => {
    const { board } = newBoard();
    const id = board.edit((w) => w.add(letters));
    board.edit((w) => w.patch(id, { rows: [], columns: [] }));
    expect(tableIn(board, id)).toMatchObject({ width: 280, height: 80, cells: [] });
    insertRow(board, id, 0);
    expect(tableIn(board, id).rows.length).toBe(1);
  });

  test.each([
    ['rows', { rows: Array.from({ length: limits.tableRows + 1 }, () => ({})) }],
    ['columns', { columns: Array.from({ length: limits.tableColumns + 1 }, () => ({})), rows: [{}] }],
    ['rows by far', { rows: Array.from({ length: limits.tableRowsTogether + 1 }, () => ({})) }],
    ['cells', { cells: Array.from({ length: 100 }, () => Array.from({ length: 51 }, () => 'x')) }],
  ])('of too many %s is refused', (_, props) => {
    const { board } = newBoard();
    const make = () => board.edit((w) => w.add(fromPlain({ kind: 'table', x: 0, y: 0, ...props })));
    expect(make).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
    expect(board.size).toBe(0);
  });

  test('of as many cells as one may have is made, taken back and brought back', () => {
    const { board } = newBoard();
    const cells = Array.from({ length: 100 }, (_, i) => Array.from({ length: 50 }, (_, j) => `${i}.${j}`));
    const id = board.edit((w) => w.add({ kind: 'table', x: 0, y: 0, cells }));
    expect(cellsIn(board, id)).toEqual(cells);
    board.undo();
    board.redo();
    expect(cellsIn(board, id)).toEqual(cells);
  });
});

describe('two at one table', () => {
  const start = () => {
    const both = pair();
    const id = both.a.edit((w) => w.add(letters));
    both.tell();
    const cells = () => {
      expect(tableIn(both.b, id)).toEqual(tableIn(both.a, id));
      return cellsIn(both.a, id);
    };
    return { ...both, id, cells };
  };

  test('each add a row and keep both', () => {
    const { a, b, tell, id, cells } = start();
    insertRow(a, id, 1);
    insertRow(b, id, 1);
    type(a, id, [1, 0], 'of a');
    type(b, id, [1, 0], 'of b');
    tell();
    expect(cells().length).toBe(4);
    expect(cells().flat()).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd', 'of a', 'of b']));
  });

  test('begin to type in one empty cell, and neither loses a letter then or later', () => {
    const { a, b, tell, id, cells } = start();
    a.edit((w) => w.patch(id, { cells: [['', 'b']] }));
    insertRow(a, id, 2);
    tell();
    type(a, id, [2, 0], 'apple');
    type(b, id, [2, 0], 'berry');
    tell();
    const both = cells()[2]?.[0] ?? '';
    expect(['appleberry', 'berryapple']).toContain(both);
    type(a, id, [2, 0], `${both.slice(0, 5)}, ${both.slice(5)}`);
    type(b, id, [2, 0], `${both}!`);
    tell();
    expect(cells()[2]?.[0]).toBe(`${both.slice(0, 5)}, ${both.slice(5)}!`);
    type(a, id, [2, 0], '');
    tell();
    expect(cells()[2]?.[0]).toBe('');
  });

  test('take a row away and type in it: it is gone, and comes back with all its texts', () => {
    const { a, b, tell, id, cells } = start();
    removeRow(a, id, 1);
    type(b, id, [1, 0], 'c of b');
    type(b, id, [0, 0], 'a of b');
    tell();
    expect(cells()).toEqual([['a of b', 'b']]);
    a.undo();
    tell();
    expect(cells()).toEqual([
      ['a of b', 'b'],
      ['c of b', 'd'],
    ]);
  });

  test('a row that one has added stays when the other has typed in it', () => {
    const { a, b, tell, id, cells } = start();
    insertRow(a, id, 2);
    tell();
    type(b, id, [2, 1], 'of b');
    tell();
    a.undo();
    tell();
    expect(cells()[2]).toEqual(['', 'of b']);
    b.undo();
    tell();
    expect(cells()[2]).toEqual(['', '']);
  });

  test('a row that was taken away with letters of the other goes again by a redo, but for what they typed in it since', () => {
    const { a, b, tell, id, cells } = start();
    type(b, id, [1, 0], 'c of b');
    tell();
    a.edit((w) => w.patch(id, { rows: tableIn(a, id).rows.slice(0, 1) }));
    a.undo();
    a.redo();
    tell();
    expect(cells()).toEqual([['a', 'b']]);
    a.undo();
    tell();
    type(b, id, [1, 1], 'd of b');
    tell();
    a.redo();
    tell();
    expect(cells()[1]).toEqual(['c of b', 'd of b']);
  });

  test('the size of a row is taken back though the other has typed in it', () => {
    const { a, b, tell, id, cells } = start();
    const { rows } = tableIn(a, id);
    a.edit((w) => w.patch(id, { rows: rows.map((one) => ({ ...one, height: 99 })) }));
    tell();
    type(b, id, [1, 0], 'c of b');
    tell();
    a.undo();
    tell();
    expect(cells()[1]?.[0]).toBe('c of b');
    expect(tableIn(b, id).rows.map(({ height }) => height)).toEqual([40, 40]);
  });

  test('a cell that one has begun and the other goes on with loses the letters of the one who undoes', () => {
    const { a, b, tell, id, cells } = start();
    insertRow(a, id, 2);
    tell();
    type(a, id, [2, 0], 'one');
    tell();
    type(b, id, [2, 0], 'one two');
    tell();
    a.undo();
    tell();
    expect(cells()[2]?.[0]).toBe(' two');
    b.undo();
    tell();
    expect(cells()[2]?.[0]).toBe('');
  });

  test('a table that one has made stays when the other has typed in it', () => {
    const { a, b, tell, id, cells } = start();
    type(b, id, [0, 0], 'a of b');
    tell();
    a.undo();
    tell();
    expect(cells()[0]?.[0]).toBe('a of b');
  });

  test('a cell that is open hears of the other, and of its row being taken away', () => {
    const { a, b, tell, id } = start();
    const session = a.typing(id, nameOf(tableIn(a, id), 1, 0));
    const heard: string[] = [];
    session?.onRemote((text) => heard.push(text));
    session?.set('oc');
    type(b, id, [1, 0], 'c!');
    tell();
    expect(heard.at(-1)).toBe('oc!');
    removeRow(b, id, 1);
    tell();
    expect(session?.set('lost')).toBe(0);
    session?.close();
    b.undo();
    tell();
    expect(cellsIn(a, id)[1]?.[0]).toBe('oc!');
  });
});

test('a table of which more was written than a reader shows costs no more than it shows, and is the same for all', () => {
  const { board, doc } = newBoard();
  const id = board.edit((w) => w.add(letters));
  doc.transact(() => {
    const keys = seededRandom(4);
    for (let i = 0; i < 5_000; i++) doc.getMap('ov').set(`${id}:${newTrackKey('r', keys)}`, ['a5', 40]);
    for (let i = 0; i < 100; i++) {
      const key = `${id}:${nameOf(tableIn(board, id), 0, 0)}zz${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`;
      doc.getMap('tx').set(key, new Y.Text('x'));
    }
    doc.getMap('ov').set(`${id}:rnonsense`, ['a1', 40]);
    doc.getMap('ov').set(`${id}:rnonsens`, [7, 'wide']);
    doc.getMap('tx').set(`${id}:elsewhere`, new Y.Text('x'));
  });
  const table = tableIn(board, id);
  expect(table.rows.length).toBe(limits.tableRowsTogether);
  // Resized, it keeps what is not shown; it may become smaller, and no larger.
  board.edit((w) => w.patch(id, { width: 500, rows: tableIn(board, id).rows.slice(0, 900) }));
  expect(tableIn(board, id).rows.length).toBe(limits.tableRowsTogether);
  expect(() => insertRow(board, id, 0)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
  expect(table.cells[0]?.[0]?.length).toBe(limits.cellTexts);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  expect(tableIn(openBoard(other), id)).toEqual(tableIn(board, id));
  board.edit((w) => w.remove(id));
  expect([...doc.getMap('ov').keys()].filter((key) => key.startsWith(id))).toEqual([`${id}:rnonsense`]);
});
