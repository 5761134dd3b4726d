import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, type NewElement } from '@gesso/crdt-schema';
import { afterAll, expect, test } from 'vitest';
import type { Report } from '../src/features/import/format.ts';
import { formatOf, formats } from '../src/features/import/formats.ts';

/**
 * Every file of others that is here comes, or is refused with a reason, and nothing of it is lost without a word: what is in a file is on the
 * board, in what is there, or in the report. REAL_TABLE names a file that the table of all of them is written to.
 */

type Counts = Readonly<Record<string, number>>;

/** What is in a file by its own names, counted without Gesso; `held` is what comes as part of something else. */
interface Source {
  readonly things: Counts;
  readonly held: number;
}

const counted = (names: readonly string[]): Counts => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

const total = (counts: Readonly<Record<string, number | undefined>>): number =>
  Object.values(counts).reduce<number>((sum, n = 0) => sum + n, 0);

interface ExcalidrawElement {
  readonly id: string;
  readonly type: string;
  readonly isDeleted?: boolean;
  readonly containerId?: string | null;
  readonly strokeColor?: string;
}

function inExcalidraw(text: string): Source {
  const file = JSON.parse(text);
  const scenes: ExcalidrawElement[][] = (file.libraryItems ?? file.library)?.map((item: unknown) =>
    Array.isArray(item) ? item : (item as { elements: ExcalidrawElement[] }).elements,
  ) ?? [file.elements];
  const there = scenes.map((scene) => scene.filter(({ isDeleted }) => isDeleted !== true));
  let held = 0;
  for (const scene of there) {
    const labeled = new Set<string>();
    for (const { type, containerId, strokeColor } of scene) {
      const container = scene.find(({ id }) => id === containerId);
      if (type !== 'text' || container === undefined || labeled.has(container.id)) continue;
      labeled.add(container.id);
      if (container.type === 'arrow') held += 1;
      else if (['rectangle', 'ellipse', 'diamond'].includes(container.type))
        held += strokeColor === container.strokeColor || container.strokeColor === 'transparent' ? 1 : 0;
    }
  }
  return { things: counted(there.flat().map(({ type }) => type)), held };
}

function inTldraw(text: string): Source {
  const records: { readonly typeName: string; readonly type: string }[] = JSON.parse(text).records;
  const things = counted(records.flatMap(({ typeName, type }) => (typeName === 'shape' ? [type] : [])));
  return { things, held: things['group'] ?? 0 };
}

/** Strokes of lists of points. */
function inPoints(text: string, name: string): Source {
  const strokes = (n: number): Source => ({ things: { stroke: n }, held: 0 });
  if (text.startsWith('START')) return strokes(text.split('BREAK').length - 1);
  if (name.endsWith('.ndjson'))
    return strokes(
      text
        .trim()
        .split('\n')
        .flatMap((line) => JSON.parse(line).drawing).length,
    );
  const value = JSON.parse(text);
  if (!name.startsWith('perfect')) return strokes(value.length);
  return strokes(Array.isArray(value) ? 1 : Object.keys(value).length);
}

const inInkml = (text: string): Source => ({
  things: { trace: text.match(/<(?:inkml:)?trace[ >]/g)?.length ?? 0 },
  held: 0,
});

const counters: Readonly<Record<string, (text: string, name: string) => Source>> = {
  excalidraw: inExcalidraw,
  tldraw: inTldraw,
  points: inPoints,
  inkml: inInkml,
};

const data = process.env['REAL_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const real = ['excalidraw', 'tldr', 'ink'].flatMap((folder) =>
  existsSync(join(data, folder))
    ? readdirSync(join(data, folder), { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((path) => /\.\w+$/.test(path))
    : [],
);
if (real.length === 0) console.log('no real files here: REAL_DATA');

const element = { x: 0, y: 0, width: 40, height: 40, strokeColor: '#1e1e1e' };
const closed = [
  [0, 0],
  [40, 0],
  [40, 40],
  [0, 0],
];
const shape = { typeName: 'shape', parentId: 'page:p', index: 'a1', x: 0, y: 0, rotation: 0 };

/** Files made by hand, for where there are no others. */
const own: Readonly<Record<string, string>> = {
  'scene.excalidraw': JSON.stringify({
    type: 'excalidraw',
    elements: [
      { ...element, id: 'a', type: 'rectangle' },
      { ...element, id: 'b', type: 'text', containerId: 'a', text: 'in' },
      { ...element, id: 'c', type: 'ellipse' },
      { ...element, id: 'd', type: 'text', containerId: 'c', text: 'in red', strokeColor: '#e03131' },
      { ...element, id: 'e', type: 'line', points: closed, backgroundColor: '#ffc9c9' },
      { ...element, id: 'f', type: 'image', fileId: 'gone' },
      { ...element, id: 'g', type: 'rectangle', isDeleted: true },
    ],
  }),
  'page.tldr': JSON.stringify({
    tldrawFileFormatVersion: 1,
    schema: { schemaVersion: 2 },
    records: [
      { typeName: 'page', id: 'page:p', index: 'a1', name: 'one' },
      { ...shape, id: 'shape:g', type: 'group', props: {} },
      { ...shape, id: 'shape:a', parentId: 'shape:g', type: 'geo', props: { geo: 'cloud', w: 10, h: 10 } },
      { ...shape, id: 'shape:b', type: 'video', props: {} },
    ],
  }),
  'damaged.tldr': '{"tldrawFileFormatVersion":1,"records":[',
  'sketch.json': '[[{"x":0,"y":0},{"x":9,"y":9}],[{"x":0,"y":9},{"x":9,"y":0}]]',
  'letter.txt': 'START\n1,-1,0\n2,-2,9\nBREAK\n3,-1,0\n4,-5,9\nBREAK\n',
  'trace.inkml': '<ink xmlns="http://www.w3.org/2003/InkML"><trace>0 0, 5 5</trace></ink>',
};

interface Row {
  readonly path: string;
  readonly format: string;
  readonly source: Source | undefined;
  readonly report: Report | undefined;
  readonly added: number;
  readonly refused: string | undefined;
}

const rows: Row[] = [];

/** Ink that fills an area, which is one thing with its line in the file. */
const isFill = (made: NewElement): boolean => made.kind === 'stroke' && made.brush === 'marker';

/** Reads a file, and says what became of it. */
async function readInto(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<Row> {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  const format = await formatOf(new Blob([bytes]), name);
  if (format === undefined || format === 'pdf') throw new Error(`no format for ${path}`);
  const nothing = { path, format, source: undefined, report: undefined, added: 0 };
  try {
    const { elements, report } = await (await formats[format].load())(bytes, async () => undefined);
    if (elements.length === 0) return { ...nothing, refused: 'empty' };
    const source = counters[format]?.(new TextDecoder().decode(bytes), name);
    return { path, format, source, report, added: elements.filter(isFill).length, refused: undefined };
  } catch (error) {
    if (!(error instanceof Failure) || !error.detail?.startsWith('file.')) throw error;
    return { ...nothing, refused: error.detail.slice('file.'.length) };
  }
}

const files: readonly (readonly [string, () => Uint8Array<ArrayBuffer>])[] =
  real.length > 0
    ? real.map((path) => [path, () => new Uint8Array(readFileSync(join(data, path)))] as const)
    : Object.entries(own).map(([path, text]) => [path, () => new TextEncoder().encode(text)] as const);

test.each(files)('%s comes with all that is in it; what is damaged is refused with a reason', async (path, bytes) => {
  const row = await readInto(path, bytes());
  rows.push(row);
  expect(row.refused).toBe(path === 'damaged.tldr' ? 'damaged' : undefined);
  if (row.refused !== undefined) return;
  const { source, report, added } = row;
  // The highlighters of tldraw are ink of another brush; only Excalidraw's fills are a marker's.
  expect(added > 0).toBe((report?.changed.fill ?? 0) > 0);
  expect(source).toBeDefined();
  expect(total(report?.carried ?? {}) - added + (source?.held ?? 0) + total(report?.lost ?? {})).toBe(
    total(source?.things ?? {}),
  );
});

const written = (counts: Readonly<Record<string, number | undefined>> | undefined): string =>
  Object.entries(counts ?? {})
    .map(([name, n]) => `${n} ${name}`)
    .join(', ') || '–';

afterAll(() => {
  const to = process.env['REAL_TABLE'];
  if (to === undefined) return;
  const head = [
    'file',
    'format',
    'in the file',
    'on the board',
    'held in others',
    'fills',
    'not carried',
    'not as it was',
  ];
  const lines = rows.map(({ path, format, source, report, added, refused }) =>
    refused === undefined
      ? [
          path,
          format,
          written(source?.things),
          written(report?.carried),
          source?.held,
          added,
          written(report?.lost),
          written(report?.changed),
        ]
      : [path, format, '', `refused: ${refused}`, '', '', '', ''],
  );
  const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  writeFileSync(to, `${table.join('\n')}\n`);
});
