import { type Element, openBoard } from '@gesso/crdt-schema';
import { seededInk, seededRandom } from '@gesso/crdt-schema/testing';
import { boundsOf, intersects, type Picture } from '@gesso/drawing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { createBoardCopy } from '../src/render/worker/board-copy.ts';
import type { TileCalls } from '../src/render/worker/tile-protocol.ts';
import { type PagePictures, startTileWorker, type TilePort } from '../src/render/worker/tile-worker-client.ts';
import { packChange, unpackChange } from '../src/workers/pack-elements.ts';
import type { FromPage, FromWorker } from '../src/workers/protocol.ts';
import { square } from './helpers/elements.ts';

const inkBoard = (strokes: number) => {
  const board = openBoard(new Y.Doc(), { random: seededRandom(7) });
  board.load((writer) => writer.addAll(seededInk(7, strokes).map((stroke) => ({ kind: 'stroke', ...stroke }))));
  return board;
};

/** What a picture shows of an element. */
const shown = (element: Element) =>
  element.kind === 'stroke'
    ? { ...element, groups: [], points: { xy: [...element.points.xy], pressure: [...(element.points.pressure ?? [])] } }
    : element;

const everywhere = { x: -1e6, y: -1e6, w: 2e6, h: 2e6 };

describe('a change on its way to the worker', () => {
  test('brings every element as it is, resized strokes and shapes included', () => {
    const board = inkBoard(40);
    const [first, second] = board.all();
    board.edit((writer) => {
      writer.add({ kind: 'ellipse', x: 5, y: 6, width: 70, height: 80 });
      if (first) writer.patch(first.id, { scale: [2, 0.5], color: '#c92a2a', rotation: 1 });
      if (second) writer.patch(second.id, { x: 900, y: -50, opacity: 40, brush: 'highlighter', width: 9 });
    });
    const arrived = [...unpackChange(structuredClone(packChange(board.all(), [])))];
    const byId = new Map(arrived.map(({ element }) => [element.id, element]));
    expect(arrived).toHaveLength(board.size);
    for (const element of board.all()) {
      const copy = byId.get(element.id);
      if (!copy) throw new Error('an element is missing');
      expect(shown(copy)).toEqual(shown(element));
      expect(boundsOf(copy)).toEqual(boundsOf(element));
    }
  });
});

describe('the copy in the worker', () => {
  test('gives what the board gives, in painting order, after few and after many changes', () => {
    const board = inkBoard(300);
    const copy = createBoardCopy();
    copy.apply(packChange(board.all(), []));
    board.onChange(({ added, updated, removed }) => copy.apply(packChange([...added, ...updated], removed)));
    const random = seededRandom(3);
    for (let round = 0; round < 30; round++) {
      const all = board.all();
      const some = all.filter(() => random() < (round % 3 === 0 ? 0.4 : 0.02));
      board.edit((writer) => {
        for (const { id } of some) {
          if (random() < 0.2) writer.remove(id);
          else writer.patch(id, { x: random() * 1_000, y: random() * 1_000 });
        }
        for (let i = 0; i < 3; i++) writer.add({ kind: 'rect', x: random() * 1_000, y: 0, width: 50, height: 50 });
      });
      const box = { x: random() * 800, y: random() * 400, w: 300, h: 200 };
      for (const wanted of [box, everywhere]) {
        const expected = board.all().filter((element) => intersects(boundsOf(element), wanted));
        expect(copy.inside(wanted).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      }
    }
  });

  test('keeps the outline of a stroke that only moved', () => {
    const board = inkBoard(3);
    const copy = createBoardCopy();
    copy.apply(packChange(board.all(), []));
    const pointsOf = (id: string) => {
      const found = copy.inside(everywhere).find((element) => element.id === id);
      return found?.kind === 'stroke' ? found.points : undefined;
    };
    const id = board.all()[1]?.id ?? '';
    const before = pointsOf(id);
    board.onChange(({ updated }) => copy.apply(packChange(updated, [])));
    board.edit((writer) => writer.patch(id, { x: 5_000 }));
    expect(before).toBeDefined();
    expect(pointsOf(id)).toBe(before);
    expect(copy.inside({ x: 4_900, y: -500, w: 500, h: 1_000 })).toHaveLength(1);
  });

  test('leaves out what is hidden, until it is not', () => {
    const copy = createBoardCopy();
    copy.apply(packChange([square('a', 0, 0, 'a1'), square('b', 5, 5, 'a0')], []));
    copy.hide(['a']);
    expect(copy.inside(everywhere).map(({ id }) => id)).toEqual(['b']);
    copy.hide([]);
    expect(copy.inside(everywhere).map(({ id }) => id)).toEqual(['b', 'a']);
    copy.apply(packChange([], ['b']));
    expect(copy.inside(everywhere).map(({ id }) => id)).toEqual(['a']);
  });
});

/** A worker that says what the test says. */
const fakePort = () => {
  const sent: FromPage<TileCalls>[] = [];
  const listeners = new Map<string, (event: { readonly data: FromWorker<TileCalls> }) => void>();
  const port: TilePort = {
    postMessage: (message) => void sent.push(message),
    addEventListener: (type: string, listener: (event: { readonly data: FromWorker<TileCalls> }) => void) =>
      void listeners.set(type, listener),
    terminate: () => {},
  };
  const say = (data: FromWorker<TileCalls>) => listeners.get('message')?.({ data });
  const fail = () => listeners.get('error')?.({ data: { type: 'ready' } });
  return { port, sent, say, fail };
};

/** What a message has brought has been passed on. */
const heard = () => new Promise((resolve) => setImmediate(resolve));

describe('the page that has tiles painted in a worker', () => {
  afterEach(() => vi.unstubAllGlobals());

  const job = { box: { x: 0, y: 0, w: 10, h: 10 }, width: 10, height: 10, look: { theme: 'light', scale: 1 } } as const;
  const setUp = (pictures?: PagePictures) => {
    // What a page has and a test has not.
    vi.stubGlobal('document', { styleSheets: [] });
    const fake = fakePort();
    const told: string[] = [];
    const tell = (what: string) => () => void told.push(what);
    const worker = startTileWorker(
      { ready: tell('ready'), lost: tell('lost'), fonts: tell('fonts') },
      pictures,
      fake.port,
    );
    if (!worker) throw new Error('no worker');
    return { ...fake, told, worker };
  };

  test('gives no work before it is ready, and only so much at once', async () => {
    const { worker, say } = setUp();
    expect(worker.ready).toBe(false);
    expect(worker.can(job.box, 1)).toBe(false);
    say({ type: 'ready' });
    const answers: unknown[] = [];
    let given = 0;
    for (; worker.ready && given < 99; given++) {
      worker.start(
        job,
        (picture) => answers.push(picture),
        () => answers.push('lost'),
      );
    }
    expect(given).toBe(6);
    say({ type: 'answer', id: 1, data: undefined });
    await heard();
    expect(answers).toEqual([undefined]);
    expect(worker.ready).toBe(true);
  });

  test('hears nothing of a job it has taken back', async () => {
    const { worker, say, sent } = setUp();
    say({ type: 'ready' });
    const answers: unknown[] = [];
    const cancel = worker.start(
      job,
      (picture) => answers.push(picture),
      () => answers.push('lost'),
    );
    cancel();
    expect(sent.at(-1)).toEqual({ type: 'cancel', id: 1 });
    say({ type: 'answer', id: 1, data: undefined });
    await heard();
    expect(answers).toEqual([]);
  });

  test('paints what touches a picture itself while it has more of it than the worker', async () => {
    const has = new Map<string, Picture>();
    const wanted: string[] = [];
    const get = (asset: string) => {
      wanted.push(asset);
      return has.get(asset);
    };
    const { worker, say, sent } = setUp({ get, addressOf: (asset) => `/assets/${asset}` });
    say({ type: 'ready' });
    worker.change([{ ...square('i', 0, 0, 'a0', 100), kind: 'image', asset: 'a' } as unknown as Element], []);
    // Neither has it: a placeholder can be painted anywhere, and the picture is made to come.
    expect(worker.can(job.box, 1)).toBe(true);
    expect(wanted).toEqual(['a']);
    has.set('a', { source: {}, width: 640, height: 480 });
    expect(worker.can(job.box, 1)).toBe(false);
    expect(worker.can({ x: 500, y: 0, w: 10, h: 10 }, 1)).toBe(true);
    expect(sent.at(-1)).toMatchObject({ name: 'copyPicture', data: { asset: 'a', address: '/assets/a' }, id: 1 });
    say({ type: 'answer', id: 1, data: { width: 256, height: 192 } as ImageBitmap });
    await heard();
    expect(worker.can(job.box, 1)).toBe(true);
    // From near its small copy does not do.
    expect(worker.can(job.box, 3)).toBe(false);
    expect(sent.filter((message) => message.type === 'call' && message.name === 'copyPicture')).toHaveLength(1);
    worker.change([], ['i']);
    expect(worker.can(job.box, 3)).toBe(true);
  });

  test('waits for fonts that new text needs, once for each character', async () => {
    const { worker, say, sent, told } = setUp();
    const labelled = (id: string, text: string) => ({ ...square(id, 0, 0), text }) as Element;
    worker.change([labelled('a', 'abba')], []);
    expect(sent.at(-2)).toMatchObject({ name: 'loadFonts', data: [[expect.stringContaining('Inter'), 'ab']] });
    expect(sent.at(-1)).toMatchObject({ name: 'change' });
    expect(worker.waits).toBe(true);
    say({ type: 'answer', id: 1, data: false });
    await heard();
    expect(told).toEqual(['fonts']);
    worker.change([labelled('b', 'baba')], []);
    expect(worker.waits).toBe(false);
  });

  test('is told of a large board in parts, of which all are the board', () => {
    const { worker, sent } = setUp();
    const board = inkBoard(5_000);
    worker.change(board.all(), ['gone']);
    const changes = sent.flatMap((message) =>
      message.type === 'call' && message.name === 'change' ? [message.data] : [],
    );
    expect(changes.length).toBeGreaterThan(1);
    expect(changes.flatMap(({ removed }) => removed)).toEqual(['gone']);
    const copy = createBoardCopy();
    for (const change of changes) copy.apply(change);
    expect(copy.inside(everywhere).map(({ id }) => id)).toEqual(board.all().map(({ id }) => id));
  });

  test('a worker that fails leaves nobody waiting, then or later', async () => {
    const { worker, say, fail, told } = setUp();
    say({ type: 'ready' });
    const answers: unknown[] = [];
    worker.start(
      job,
      () => answers.push('painted'),
      () => answers.push('lost'),
    );
    fail();
    fail();
    await heard();
    expect(told).toEqual(['ready', 'lost']);
    expect(answers).toEqual(['lost']);
    expect(worker.can(job.box, 1)).toBe(false);
    worker.change([{ ...square('a', 0, 0), text: 'x' } as Element], []);
    expect(worker.waits).toBe(false);
  });
});
