import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Board, checkUpdate, decodePoints, encodePoints, openBoard } from '@gesso/crdt-schema';
import { type InkFile, realOrSeededInk } from '@gesso/crdt-schema/ink';
import { type InkStroke, seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { document as magnitudes, seed } from './config.ts';
import type { Row } from './row.ts';

/** What a board costs as a document: bytes, load time and memory, on real ink where it is at hand. */

const strokesAtScale = magnitudes.strokes;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const round = (value: number, digits = 0): number => Number(value.toFixed(digits));
const points = (strokes: readonly InkStroke[]): number =>
  strokes.reduce((sum, stroke) => sum + stroke.points.xy.length / 2, 0);

const newBoard = (): { readonly doc: Y.Doc; readonly board: Board } => {
  const doc = new Y.Doc();
  doc.clientID = 0x5eed5eed;
  return { doc, board: openBoard(doc, { random: seededRandom(seed) }) };
};

/** One transaction per stroke, as pens make them. */
const draw = (board: Board, strokes: readonly InkStroke[]): void => {
  for (const stroke of strokes) board.edit((writer) => writer.add({ kind: 'stroke', ...stroke }));
};

/** Farthest distance between a point as drawn and as everyone sees it, board units. Rounding of the place included. */
const worstError = (strokes: readonly InkStroke[]): number => {
  let worst = 0;
  const { board } = newBoard();
  for (const { x, y, points: drawn } of strokes) {
    // One millisecond a point: the stored times tell which points were dropped as equal to the one before.
    const time = new Uint16Array(drawn.xy.length / 2).fill(1);
    const id = board.edit((writer) => writer.add({ kind: 'stroke', x, y, points: { ...drawn, time } }));
    const element = board.get(id);
    if (element?.kind !== 'stroke') throw new Error('a stroke was not stored');
    const { xy, time: kept } = element.points;
    let from = 0;
    for (let k = 0; k < xy.length / 2; k++) {
      const to = k + 1 < xy.length / 2 ? from + (kept?.[k + 1] ?? 0) : drawn.xy.length / 2;
      for (let i = from; i < to; i++) {
        const dx = element.x + (xy[2 * k] ?? Number.NaN) - x - (drawn.xy[2 * i] ?? Number.NaN);
        const dy = element.y + (xy[2 * k + 1] ?? Number.NaN) - y - (drawn.xy[2 * i + 1] ?? Number.NaN);
        worst = Math.max(worst, Math.hypot(dx, dy));
      }
      from = to;
    }
  }
  return worst;
};

const payload = (strokes: readonly InkStroke[]): number =>
  strokes.reduce((sum, { points: p }) => sum + encodePoints(p, { e: 4 }).length, 0) / points(strokes);

/** The ink repeated at random places until there are `count` strokes. */
const repeated = (strokes: readonly InkStroke[], count: number): InkStroke[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const stroke = strokes[i % strokes.length] ?? { x: 0, y: 0, points: { xy: new Float32Array(2) } };
    return { ...stroke, x: random() * 100_000, y: random() * 100_000 };
  });
};

/** 100,000 strokes, in parts that each fit into one update. */
const fill = (board: Board, strokes: readonly InkStroke[]): void => {
  const all = repeated(strokes, strokesAtScale).map((stroke) => ({ kind: 'stroke' as const, ...stroke }));
  for (let i = 0; i < all.length; i += 10_000) board.load((writer) => writer.addAll(all.slice(i, i + 10_000)));
};

/** Heap and buffers in use after collection, MB. */
const usedMemory = (): number => {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
};

interface Memory {
  readonly applied: number;
  readonly open: number;
  readonly read: number;
}

/** Runs in a process of its own, started with --expose-gc, so that nothing else is counted. */
const measureMemory = (file: string): Memory => {
  const before = usedMemory();
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(readFileSync(file)));
  const applied = usedMemory() - before;
  const board = openBoard(doc);
  board.all();
  const open = usedMemory() - before;
  let points = 0;
  for (const element of board.all()) if (element.kind === 'stroke') points += element.points.xy.length / 2;
  const read = usedMemory() - before;
  if (points === 0 || board.all().length !== strokesAtScale) throw new Error('the load was not complete');
  return { applied, open, read };
};

const memoryInOwnProcess = (update: Uint8Array): Memory => {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-bench-'));
  try {
    const file = join(folder, 'board.bin');
    writeFileSync(file, update);
    const printed = execFileSync(process.execPath, ['--expose-gc', import.meta.filename, 'memory', file]);
    const memory: Memory = JSON.parse(printed.toString());
    return memory;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const timed = <T>(run: () => T): { readonly ms: number; readonly result: T } => {
  const start = performance.now();
  const result = run();
  return { ms: performance.now() - start, result };
};

const decodeAll = (doc: Y.Doc): number => {
  let n = 0;
  doc.getMap<{ p: Uint8Array }>('el').forEach((record) => {
    n += decodePoints(record.p)?.xy.length ?? 0;
  });
  return n;
};

const loadRows = (strokes: readonly InkStroke[]): Row[] => {
  const update = (() => {
    const { doc, board } = newBoard();
    fill(board, strokes);
    return Y.encodeStateAsUpdate(doc);
  })();
  const applied = (): { readonly ms: number; readonly result: Y.Doc } => {
    const doc = new Y.Doc();
    return timed(() => {
      // The network hands over a buffer of its own; the document keeps views on it.
      Y.applyUpdate(doc, update.slice());
      return doc;
    });
  };
  const apply: number[] = [];
  const decode: number[] = [];
  const open: number[] = [];
  const live: number[] = [];
  for (let i = 0; i < 5; i++) {
    const { ms, result: doc } = applied();
    apply.push(ms);
    decode.push(timed(() => decodeAll(doc)).ms);
    open.push(timed(() => openBoard(doc).all().length).ms);
    const empty = new Y.Doc();
    const board = openBoard(empty);
    live.push(
      timed(() => {
        Y.applyUpdate(empty, update.slice());
        return board.all();
      }).ms,
    );
  }
  const memory = memoryInOwnProcess(update);
  const note = 'heap and buffers, own process';
  return [
    { name: '100k strokes: document', value: round(update.length / 1e6, 2), unit: 'MB' },
    { name: '100k strokes: apply', value: round(median(apply)), unit: 'ms' },
    { name: '100k strokes: decode points alone', value: round(median(decode)), unit: 'ms' },
    { name: '100k strokes: openBoard and all()', value: round(median(open)), unit: 'ms' },
    {
      name: '100k strokes: apply + openBoard + all()',
      value: round(median(apply.map((ms, i) => ms + (open[i] ?? 0)))),
      unit: 'ms',
      goal: 800,
      note: 'median of 5',
    },
    { name: '100k strokes: arriving on an open board', value: round(median(live)), unit: 'ms', note: 'median of 5' },
    { name: '100k strokes: memory after apply', value: round(memory.applied), unit: 'MB', note },
    { name: '100k strokes: memory, board open', value: round(memory.open), unit: 'MB', goal: 110, note },
    { name: '100k strokes: memory, all points read', value: round(memory.read), unit: 'MB', note },
  ];
};

/** Growth of what a server keeps: the author's own copy also holds what may still be undone. */
const dragRows = (strokes: readonly InkStroke[]): Row[] => {
  const { doc, board } = newBoard();
  const kept = new Y.Doc();
  doc.on('update', (update) => Y.applyUpdate(kept, update));
  draw(board, strokes.slice(0, 1_000));
  const ids = board.all().map((element) => element.id);
  const random = seededRandom(seed);
  const size = (): number => Y.encodeStateAsUpdate(kept).length;
  const dragEach = (): number => {
    const before = size();
    for (const id of ids) board.edit((writer) => writer.patch(id, { x: random() * 5_000, y: random() * 5_000 }));
    return (size() - before) / ids.length;
  };
  return [
    { name: 'drag of one element, first', value: round(dragEach(), 1), unit: 'B', goal: 40 },
    { name: 'drag of one element, later', value: round(dragEach(), 1), unit: 'B', goal: 12 },
  ];
};

/** What a person's acts cost on a board of 100,000 strokes. */
const actRows = (strokes: readonly InkStroke[]): Row[] => {
  const { doc, board } = newBoard();
  fill(board, strokes);
  const ids = board.all().map((element) => element.id);
  const acts: Row[] = [];
  const act = (name: string, run: () => void, goal?: number): void => {
    const { ms } = timed(run);
    acts.push({
      name: `100k strokes: ${name}`,
      value: round(ms, 1),
      unit: 'ms',
      ...(goal === undefined ? {} : { goal }),
    });
  };
  const drag = (by: number, n: number): void =>
    board.edit((writer) => {
      for (const id of ids.slice(0, n)) writer.patch(id, { x: by, y: by });
    });
  const updates: Uint8Array[] = [];
  doc.on('update', (update) => updates.push(update));
  const one = strokes[0] ?? { x: 0, y: 0, points: { xy: new Float32Array(2) } };
  const draws = Array.from({ length: 200 }, () =>
    timed(() => {
      board.edit((writer) => writer.add({ kind: 'stroke', ...one }));
      return board.all();
    }),
  );
  acts.push({
    name: '100k strokes: draw one and list all',
    value: round(median(draws.map(({ ms }) => ms)), 2),
    unit: 'ms',
  });
  const checks = updates.map((update) => timed(() => checkUpdate(update, { doc })).ms * 1_000);
  acts.push({
    name: 'check of one stroke before it is applied',
    value: round(median(checks), 1),
    unit: 'µs',
    goal: 10,
  });
  act('drag of 1,000', () => drag(5, 1_000));
  act('its undo', () => board.undo(), 50);
  act('delete 10,000', () =>
    board.edit((writer) => {
      for (const id of ids.slice(0, 10_000)) writer.remove(id);
    }),
  );
  updates.length = 0;
  act('its undo', () => board.undo());
  const largest = updates[0] ?? new Uint8Array();
  acts.push({ name: 'undo of deleting 10,000: update', value: round(largest.length / 1e6, 2), unit: 'MB' });
  act('check of that update', () => checkUpdate(largest, { doc }));
  return acts;
};

const setRows = (files: readonly InkFile[]): Row[] => {
  const kinds = [
    ['handwriting', /^ec316|^seeded/],
    ['pen with pressure', /^lib-(?!erlina)/],
    ['omniglot', /^omniglot/],
    ['quickdraw', /^quickdraw/],
  ] as const;
  return kinds.flatMap(([name, pattern]) => {
    const strokes = files.filter((file) => pattern.test(file.name)).flatMap((file) => file.strokes);
    return strokes.length === 0
      ? []
      : [
          {
            name: `payload, ${name}`,
            value: round(payload(strokes), 2),
            unit: 'B/point',
            note: `${strokes.length} strokes`,
          },
        ];
  });
};

export const documentBench = async (): Promise<Row[]> => {
  const { real, files } = realOrSeededInk();
  const strokes = files.flatMap((file) => file.strokes);
  const { doc, board } = newBoard();
  draw(board, strokes);
  const bytes = Y.encodeStateAsUpdate(doc).length;
  const note = `${real ? 'real ink' : 'seeded ink'}, ${strokes.length} strokes, ${points(strokes)} points`;
  return [
    { name: 'payload', value: round(payload(strokes), 2), unit: 'B/point', goal: 2.5, note },
    ...setRows(files),
    { name: 'whole stroke', value: round(bytes / strokes.length, 1), unit: 'B', goal: 140, note },
    { name: 'whole stroke', value: round(bytes / points(strokes), 2), unit: 'B/point', goal: 5, note },
    { name: 'largest error of a point', value: round(worstError(strokes), 4), unit: 'px', goal: 0.05, note },
    ...dragRows(strokes),
    ...loadRows(strokes),
    ...actRows(strokes),
  ];
};

const [, , task, file] = process.argv;
if (import.meta.main && task === 'memory' && file !== undefined) console.log(JSON.stringify(measureMemory(file)));
else if (import.meta.main)
  for (const { name, value, unit, goal, note } of await documentBench())
    console.log(
      `${name.padEnd(44)} ${String(value).padStart(8)} ${unit.padEnd(8)}`,
      goal === undefined ? '      ' : value <= goal ? `ok ≤ ${goal}` : `OVER ${goal}`,
      note ?? '',
    );
