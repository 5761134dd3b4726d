import {
  boardText,
  createBoardDoc,
  type Element,
  filedText,
  limits,
  newPendingAsset,
  openBoard,
  openComments,
  toPlain,
} from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { writeBoardFile } from '../src/features/export/file.ts';
import { bringFile, bringFiles, bringForScript } from '../src/features/import/bring.ts';
import { formatOf } from '../src/features/import/formats.ts';
import type { Here } from '../src/features/import/here.ts';
import { readFile } from '../src/features/import/read-file.ts';
import { board, type TestBoard } from './helpers/board.ts';

const ada = { id: 'person-ada', name: 'Ada' };
const bo = { id: 'person-bo', name: 'Bo' };

/** What there was to be told, and what brings files to a board. */
const open = (t: TestBoard, own = 'board-here', doc = createBoardDoc()) => {
  const told: string[] = [];
  const here = {
    editor: t.editor,
    session: { id: { peek: () => own }, you: { peek: () => bo }, doc },
    shell: { tell: (message: string) => told.push(message), dismiss: () => undefined, openPanel: () => undefined },
    byHand: <T>(run: () => T) => run(),
  } as unknown as Here;
  return { here, told, doc };
};

const noPictures = async () => false;
const way = () => ({ signal: new AbortController().signal, name: '', sendPicture: noPictures });
const file = (text: string, name = 'board.gesso') => new File([text], name);
const drawn = () =>
  board(
    { id: 'frame-------', kind: 'frame', x: 0, y: 0, width: 400, height: 300, name: 'Plan' },
    { id: 'box---------', kind: 'rect', x: 40, y: 40, width: 100, height: 60, text: 'hello', frame: 'frame-------' },
    { id: 'locked------', kind: 'sticky', x: 200, y: 40, width: 100, height: 60, text: 'stay', locked: true },
    {
      ...{ id: 'arrow-------', kind: 'arrow', x: 140, y: 70, points: { xy: new Float32Array([0, 0, 60, 0]) } },
      start: { element: 'box---------', at: [0.5, 0.5] },
      end: { element: 'elsewhere---', at: [0.5, 0.5] },
    },
  );

describe('a .gesso file', () => {
  test('comes as copies about a place, tied among themselves alone, as one step', async () => {
    const text = await boardText('Plan', drawn().all());
    const t = board();
    const { here, told } = open(t);
    expect(await bringFiles(here, [file(text)], { x: 640, y: 360 }, noPictures)).toEqual([]);
    const [frame, box, sticky, arrow] = t.all();
    expect([frame?.kind, box?.kind, sticky?.kind, arrow?.kind]).toEqual(['frame', 'rect', 'sticky', 'arrow']);
    expect(frame?.id).not.toBe('frame-------');
    expect(box).toMatchObject({ frame: frame?.id, text: 'hello' });
    expect(sticky).toMatchObject({ locked: true });
    expect(arrow).toMatchObject({ start: { element: box?.id } });
    expect(arrow).not.toHaveProperty('end.element');
    expect(t.editor.selection.peek().size).toBe(4);
    expect(told.at(-1)).toBe('Brought 4 elements.');
    t.editor.undo();
    expect(t.all()).toEqual([]);
  });

  test('that is undone while it comes is given up', async () => {
    const many = Array.from({ length: 1_000 }, (_, i) => ({ kind: 'rect', x: i, y: 0, width: 9, height: 9 }));
    const t = board();
    const { here, told } = open(t);
    const text = JSON.stringify({ type: 'gesso/board', version: 1, name: '', elements: many });
    let undone = false;
    t.editor.board.onChange(({ added }) => {
      if (added.length === 0 || undone) return;
      undone = true;
      queueMicrotask(() => t.editor.undo());
    });
    await bringFiles(here, [file(text)], undefined, noPictures);
    expect(undone).toBe(true);
    expect(t.all()).toEqual([]);
    expect(told.filter((sentence) => sentence.startsWith('Brought'))).toEqual([]);
  });

  test('of this very board brings back what is gone, as it was', async () => {
    const t = drawn();
    const was = t.all();
    const text = await boardText('Plan', was, { board: 'board-here' });
    t.editor.board.edit((writer) => {
      writer.remove('box---------');
      writer.patch('locked------', { text: 'changed' });
    });
    const { here } = open(t);
    const { ids } = await bringFile(here, file(text), 'gesso', way());
    expect(ids).toEqual(['box---------']);
    expect(t.editor.board.get('box---------')).toEqual(was.find(({ id }) => id === 'box---------'));
    expect(t.editor.board.get('locked------')).toMatchObject({ text: 'changed' });
  });

  test('has its pictures in it, and says which could not come along', async () => {
    const asset = 'p'.repeat(43);
    const from = board(
      { kind: 'image', x: 0, y: 0, width: 60, height: 40, asset },
      { kind: 'image', x: 80, y: 0, width: 60, height: 40, asset: 'q'.repeat(43) },
      { kind: 'rect', x: 0, y: 90, width: 10, height: 10 },
    );
    const pictures = new Map([[asset, `data:image/png;base64,${Buffer.from('a picture').toString('base64')}`]]);
    const text = (await filedText({ name: 'Plan', elements: from.all(), pictures }))?.text ?? '';
    const t = board();
    const { here, told } = open(t);
    const sent: [string, string, string][] = [];
    await bringFiles(here, [file(text)], undefined, async (name, picture) => {
      sent.push([name, picture.type, await picture.text()]);
      return true;
    });
    const [image] = t.all();
    expect(sent).toEqual([[image && 'asset' in image ? image.asset : '', 'image/png', 'a picture']]);
    expect(t.all()).toMatchObject([
      { kind: 'image', asset: expect.stringMatching(/^pending-/) },
      { kind: 'image', asset: 'q'.repeat(43) },
      { kind: 'rect' },
    ]);
    expect(told).toEqual(['Brought 3 elements; 1 could not be carried: 1 picture without its file.']);
  });

  test('counts a picture as not carried that was on its way when the file was written', async () => {
    const from = board({ kind: 'image', x: 0, y: 0, width: 60, height: 40, asset: newPendingAsset() });
    const bytes = new TextEncoder().encode(await boardText('Plan', from.all()));
    const { report } = await readFile({ bytes, format: 'gesso', board: undefined }, async () => undefined);
    expect(report.lost).toEqual({ picture: 1 });
  });

  test('gives an equal board', async () => {
    const inside = { frame: 'frame-------' };
    const from = board(
      { id: 'frame-------', kind: 'frame', x: 0, y: 0, width: 400, height: 300, name: 'Plan' },
      { kind: 'sticky', x: 20, y: 20, width: 90, height: 60, text: 'für', ...inside },
      { kind: 'text', x: 20, y: 200, text: 'Жук', marks: [{ from: 0, to: 2, bold: true }], ...inside },
      {
        ...{ kind: 'stroke', x: 200, y: 20, ...inside },
        points: { xy: new Float32Array([0, 0, 5, 9]), pressure: new Uint8Array([20, 255]) },
      },
      { kind: 'rect', x: 900, y: 40, width: 100, height: 60, form: 'cloud', locked: true },
    );
    const t = board();
    const { here } = open(t);
    await bringForScript(here, (await writeBoardFile('Plan', from.all())).blob, 'Plan.gesso', noPictures);
    const inOwnWords = (all: readonly Element[]) =>
      all.map((element) => {
        const { id: _id, z: _z, frame, ...rest } = toPlain(element);
        return { ...rest, isFramed: frame !== undefined };
      });
    expect(inOwnWords(t.all())).toEqual(inOwnWords(from.all()));
  });

  test('brings comments along, pinned to the copies and quoted from their authors', async () => {
    const doc = createBoardDoc();
    const from = openBoard(doc);
    const element = from.edit((w) => w.add({ kind: 'rect', x: 5, y: 6 }));
    const comments = openComments(doc, { me: () => ada, now: () => 1_000 });
    comments.start({ x: 8, y: 9, element, dx: 3, dy: 3 }, { text: 'on it', mentions: [bo.id] });
    comments.start({ x: 1, y: 2, element: 'gone-element', dx: 0, dy: 0 }, { text: 'on what is gone' });
    const { here, doc: to } = open(board());
    const [copy] = await bringForScript(
      here,
      (await writeBoardFile('Plan', from.all(), { doc })).blob,
      'Plan.gesso',
      noPictures,
    );
    const brought = openComments(to, { me: () => bo, now: () => 1_000 }).threads();
    expect(brought.map(({ anchor }) => anchor)).toEqual(
      expect.arrayContaining([
        { x: 8, y: 9, element: copy, dx: 3, dy: 3 },
        { x: 1, y: 2 },
      ]),
    );
    for (const { entries } of brought)
      expect(entries).toMatchObject([{ author: bo, quotedFrom: 'Ada', at: 1_000, mentions: [] }]);
  });
});

describe('what cannot be opened', async () => {
  const text = await boardText('Plan', drawn().all());
  const deep = `{"type":"gesso/board","version":1,"elements":${'['.repeat(5_000)}`;
  const refused: readonly (readonly [name: string, text: string, told: RegExp])[] = [
    ['cut.gesso', text.slice(0, -40), /damaged/],
    ['deep.gesso', deep, /damaged/],
    ['nan.gesso', '{"type":"gesso/board","version":1,"elements":[{"kind":"rect","x":NaN}]}', /damaged/],
    ['types.gesso', '{"type":"gesso/board","version":1,"elements":{"length":9}}', /damaged/],
    ['new.gesso', '{"type":"gesso/board","version":2,"elements":[]}', /newer version/],
    ['nothing.gesso', '{"type":"gesso/board","version":1,"elements":[]}', /nothing in/],
    [
      'odd.gesso',
      '{"type":"gesso/board","version":1,"elements":[7,{"kind":"__proto__"},{"kind":"rect","x":1e999,"y":0}]}',
      /nothing in/,
    ],
    ['note.txt', 'no board', /cannot open/],
  ];
  test.each(refused)('%s is refused with what to do', async (name, text, sentence) => {
    const t = board();
    const { here, told } = open(t);
    await bringFiles(here, [file(text, name)], undefined, noPictures);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(sentence);
    expect(t.all()).toEqual([]);
  });

  test('single elements that make no sense are left out and counted', async () => {
    const t = board();
    const { here, told } = open(t);
    const plain = [{ kind: 'rect', x: 1, y: 1, __proto__: { x: 9 } }, null, { kind: 'rect', x: '1', y: 1 }];
    await bringFiles(
      here,
      [file(JSON.stringify({ type: 'gesso/board', version: 1, elements: plain }))],
      undefined,
      noPictures,
    );
    expect(told).toEqual(['Brought one element; 2 could not be carried: 2 elements that make no sense.']);
  });

  test('what a board has no room for is left out and told of', async () => {
    const t = board();
    const size = Object.getOwnPropertyDescriptor(t.editor.board, 'size');
    let added = 0;
    t.editor.board.onChange((change) => {
      added += change.added.length;
    });
    Object.defineProperty(t.editor.board, 'size', { get: () => limits.boardElements - 3 + added, configurable: true });
    const { here, told } = open(t);
    await bringFiles(here, [file(await boardText('Plan', drawn().all()))], undefined, noPictures);
    if (size !== undefined) Object.defineProperty(t.editor.board, 'size', size);
    expect(told[0]).toMatch(/^Brought 3 elements; 1 could not be carried: 1 element for which/);
  });

  test('what is given up leaves nothing behind', async () => {
    const t = board();
    const { here } = open(t);
    const stop = new AbortController();
    const given = bringFile(here, file(await boardText('Plan', drawn().all())), 'gesso', {
      signal: stop.signal,
      name: '',
      sendPicture: noPictures,
    });
    stop.abort();
    await expect(given).rejects.toThrow();
    expect(t.all()).toEqual([]);
  });
});

test('a format is known by its bytes, and by its name where those say nothing', async () => {
  expect(await formatOf(new Blob([await boardText('x', [])]), 'x.json')).toBe('gesso');
  expect(await formatOf(new Blob(['{']), 'x.GESSO')).toBe('gesso');
  expect(await formatOf(new Blob(['{}']), 'x.txt')).toBeUndefined();
});
