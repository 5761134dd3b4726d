import { type NewElement, newElementId } from '@gesso/crdt-schema';
import { newTally, type Pause, type Read, refusal, type Tally } from '../format.ts';
import { type HeldPictures, holdPictures } from '../held-pictures.ts';
import { countsOf, type LibraryPiece, laidOut } from '../lay-out.ts';
import { listOf, readJson } from '../read-json.ts';
import { listOr, numberOr, own, textOr } from '../values.ts';
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

/** What a box around elements of a file is, by what they say of themselves. */
function boxAround(elements: readonly unknown[]): LibraryPiece['box'] {
  const boxes = elements.flatMap((element) => boxOf(element) ?? []);
  if (boxes.length === 0) return { x: 0, y: 0, w: 0, h: 0 };
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
    w: numberOr(right - left, 0),
    h: numberOr(bottom - top, 0),
  };
}

const nameIn = (item: unknown): string => (Array.isArray(item) ? '' : textOr(own(item, 'name'), ''));

/** The pieces of a library: lists of elements, in version 2 with a name each. */
async function readLibrary(items: readonly unknown[], shared: Shared, pause: Pause): Promise<readonly LibraryPiece[]> {
  const pieces: LibraryPiece[] = [];
  for (const item of items) {
    const given = Array.isArray(item) ? item : listOr(own(item, 'elements'));
    const elements = await readScene(given, shared, pause);
    if (elements.length > 0) pieces.push({ name: nameIn(item), elements, box: boxAround(given) });
  }
  return pieces;
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
  const pieces = library === undefined ? undefined : await readLibrary(listOf(library), shared, pause);
  const elements = pieces ? laidOut(pieces) : await readScene(listOf(own(file, 'elements')), shared, pause);
  const inks = elements.flatMap((element) =>
    'color' in element && element.color !== undefined ? [element.color] : [],
  );
  const dark = isDark(own(own(file, 'appState'), 'viewBackgroundColor'), inks);
  const lit = dark ? elements.map((one) => lighted(one, tally)) : elements;
  return {
    ...{ elements: lit, report: tally.report(lit), pictures: pictures.pictures },
    ...(pieces === undefined ? {} : { pieces: countsOf(pieces) }),
  };
};
