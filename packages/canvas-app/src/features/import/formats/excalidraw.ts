import { type NewElement, newElementId } from '@gesso/crdt-schema';
import { newTally, type Pause, type Read, refusal, type Tally } from '../format.ts';
import { type HeldPictures, holdPictures } from '../held-pictures.ts';
import { listOf, readJson } from '../read-json.ts';
import { listOr, numberOr, own } from '../values.ts';
import { boxOf, elementsOf, type Scene, takesLabel } from './excalidraw-elements.ts';
import { isDark, onLight } from './excalidraw-style.ts';

/** Files that one scene shares with others of its file. */
interface Shared {
  readonly files: unknown;
  readonly pictures: HeldPictures;
  readonly tally: Tally;
}

const isFrame = (element: unknown): boolean => ['frame', 'magicframe'].includes(String(own(element, 'type')));

/** Texts that become labels: the first in each container that is there and takes one. */
function labelsIn(elements: readonly unknown[], byId: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  const labels = new Map<string, unknown>();
  for (const element of elements) {
    const container = own(element, 'containerId');
    if (own(element, 'type') !== 'text' || typeof container !== 'string' || labels.has(container)) continue;
    if (takesLabel(byId.get(container))) labels.set(container, element);
  }
  return labels;
}

/** The elements of one scene: frames first, so that they lie below what is in them. */
async function readScene(given: readonly unknown[], shared: Shared, pause: Pause): Promise<readonly NewElement[]> {
  const there = given.filter((element) => own(element, 'isDeleted') !== true);
  const byId = new Map<string, unknown>();
  const ids = new Map<string, string>();
  for (const element of there) {
    const id = own(element, 'id');
    if (typeof id !== 'string' || byId.has(id)) continue;
    byId.set(id, element);
    ids.set(id, newElementId());
  }
  const groups = new Map<string, string>();
  const groupOf = (group: string): string => {
    const name = groups.get(group) ?? newElementId();
    groups.set(group, name);
    return name;
  };
  const labels = labelsIn(there, byId);
  const inContainers = new Set(labels.values());
  const scene: Scene = { ...shared, byId, ids, labels, groupOf };
  const made: NewElement[] = [];
  for (const element of [...there.filter(isFrame), ...there.filter((one) => !isFrame(one))]) {
    await pause();
    if (!inContainers.has(element)) made.push(...elementsOf(element, scene));
  }
  return made;
}

interface Piece {
  readonly elements: readonly NewElement[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Board units between the pieces of a library. */
const gap = 48;

/** Pieces side by side, in rows that make about a square. */
function laidOut(pieces: readonly Piece[]): readonly NewElement[] {
  const area = pieces.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const widest = Math.max(Math.sqrt(area) * 1.3, ...pieces.map(({ width }) => width));
  let [x, y, tallest] = [0, 0, 0];
  return pieces.flatMap((piece) => {
    if (x > 0 && x + piece.width > widest) [x, y, tallest] = [0, y + tallest + gap, 0];
    const by = { x: x - piece.x, y: y - piece.y };
    x += piece.width + gap;
    tallest = Math.max(tallest, piece.height);
    const group = piece.elements.length > 1 ? [newElementId()] : [];
    return piece.elements.map((element) => ({
      ...element,
      x: element.x + by.x,
      y: element.y + by.y,
      groups: [...(element.groups ?? []), ...group],
    }));
  });
}

/** What a box around elements of a file is, by what they say of themselves. */
function boxAround(elements: readonly unknown[]): Omit<Piece, 'elements'> {
  const boxes = elements.flatMap((element) => boxOf(element) ?? []);
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const [left, top, right, bottom] = boxes.reduce(
    ([l, t, r, b], { x, y, width, height }) => [
      Math.min(l, x),
      Math.min(t, y),
      Math.max(r, x + width),
      Math.max(b, y + height),
    ],
    [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number],
  );
  return {
    x: numberOr(left, 0),
    y: numberOr(top, 0),
    width: numberOr(right - left, 0),
    height: numberOr(bottom - top, 0),
  };
}

/** The pieces of a library: lists of elements, in version 2 with a name each. */
async function readLibrary(items: readonly unknown[], shared: Shared, pause: Pause): Promise<readonly NewElement[]> {
  const pieces: Piece[] = [];
  for (const item of items) {
    const given = Array.isArray(item) ? item : listOr(own(item, 'elements'));
    const elements = await readScene(given, shared, pause);
    if (elements.length > 0) pieces.push({ elements, ...boxAround(given) });
  }
  return laidOut(pieces);
}

/** An element of a dark ground as it is seen on a light one; the dark theme shows it light again. */
function lighted(element: NewElement, tally: Tally): NewElement {
  const looks = element as { readonly color?: string; readonly fill?: string };
  const changed = (['color', 'fill'] as const).flatMap((name) => {
    const was = looks[name];
    const now = was === undefined ? undefined : onLight(was);
    return now === was ? [] : [[name, now] as const];
  });
  if (changed.length === 0) return element;
  tally.change('ground', changed.length);
  return { ...element, ...Object.fromEntries(changed) } as NewElement;
}

/**
 * Files of Excalidraw: scenes, what it puts on the clipboard, and libraries, whose pieces lie beside each other. Format: the JSON schema
 * at https://docs.excalidraw.com/docs/codebase/json-schema, and files of all versions since 2020.
 */
export const readExcalidraw: Read = async (bytes, pause) => {
  const file = readJson(bytes);
  const tally = newTally();
  const pictures = holdPictures();
  const shared: Shared = { files: own(file, 'files'), pictures, tally };
  const library = own(file, 'libraryItems') ?? own(file, 'library');
  if (!String(own(file, 'type')).startsWith('excalidraw')) throw refusal('damaged');
  const elements =
    library === undefined
      ? await readScene(listOf(own(file, 'elements')), shared, pause)
      : await readLibrary(listOf(library), shared, pause);
  const inks = elements.flatMap((element) =>
    'color' in element && element.color !== undefined ? [element.color] : [],
  );
  const dark = isDark(own(own(file, 'appState'), 'viewBackgroundColor'), inks);
  const lit = dark ? elements.map((one) => lighted(one, tally)) : elements;
  return { elements: lit, report: tally.report(lit), pictures: pictures.pictures };
};
