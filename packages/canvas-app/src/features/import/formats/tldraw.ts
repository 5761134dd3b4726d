import { type NewElement, newElementId } from '@gesso/crdt-schema';
import { newTally, type Read, refusal } from '../format.ts';
import { holdPictures } from '../held-pictures.ts';
import { listOf, readJson } from '../read-json.ts';
import { isNumber, own, textOr } from '../values.ts';
import { childrenOf, onPage, ownBox, type Placed, type Store, shapesOn } from './tldraw-page.ts';
import { byIndex } from './tldraw-points.ts';
import { elementsOf } from './tldraw-shapes.ts';

/** Board units between pages. */
const gap = 200;

/** What of a file is a store of tldraw's that is read. Throws a `refusal`. */
function recordsOf(file: unknown): readonly unknown[] {
  const version = own(file, 'tldrawFileFormatVersion');
  const schema = own(own(file, 'schema'), 'schemaVersion');
  if (isNumber(version) && version > 1) throw refusal('newer');
  if (isNumber(schema) && schema > 2) throw refusal('newer');
  if (version === undefined) throw refusal('damaged');
  return listOf(own(file, 'records'));
}

/** The left and right of what is on a page. */
function widthOf(shapes: readonly Placed[]): readonly [number, number] {
  let [left, right] = [Infinity, -Infinity];
  for (const { shape, place } of shapes) {
    const { x, y, w, h } = ownBox(shape);
    for (const corner of [
      [x, y],
      [x + w, y],
      [x, y + h],
      [x + w, y + h],
    ] as const) {
      const at = onPage(place, { x: corner[0], y: corner[1] }).x;
      [left, right] = [Math.min(left, at), Math.max(right, at)];
    }
  }
  return left > right ? [0, 0] : [left, right];
}

/** Shapes of all pages, the pages side by side. */
function placedIn(pages: readonly unknown[], shapes: readonly unknown[]): readonly Placed[] {
  const children = childrenOf(shapes);
  const seen = new Set<unknown>();
  let at: number | undefined;
  return [...pages].sort(byIndex).flatMap((page) => {
    const on = shapesOn(textOr(own(page, 'id'), ''), children, seen);
    if (on.length === 0) return [];
    const [left, right] = widthOf(on);
    const by = at === undefined ? 0 : at - left;
    at = right + by + gap;
    return by === 0 ? on : on.map((one) => ({ ...one, place: { ...one.place, x: one.place.x + by } }));
  });
}

/** The first record of each id. */
function byId(records: readonly unknown[]): ReadonlyMap<string, unknown> {
  const all = new Map<string, unknown>();
  for (const record of records) {
    const id = own(record, 'id');
    if (typeof id === 'string' && !all.has(id)) all.set(id, record);
  }
  return all;
}

/** Ties by the arrow that has them. */
function tiesOf(records: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  const ties = new Map<string, unknown[]>();
  for (const record of records) {
    const arrow = textOr(own(record, 'fromId'), '');
    ties.set(arrow, [...(ties.get(arrow) ?? []).slice(0, 2), record]);
  }
  return ties;
}

/**
 * Files of tldraw, `.tldr`, of both its schemas: pages side by side, in the order they have there. Format: the records of a store as JSON,
 * https://tldraw.dev/docs/persistence.
 */
export const readTldraw: Read = async (bytes, pause) => {
  const records = recordsOf(readJson(bytes));
  const ofType = (type: string) => records.filter((record) => own(record, 'typeName') === type);
  const tally = newTally();
  const pictures = holdPictures();
  const shapes = ofType('shape');
  const pages = [...byId(ofType('page')).values()];
  const placed = placedIn(pages, [...byId(shapes).values()]);
  tally.lose('unreadable', shapes.length - placed.length);
  const parents = new Set(placed.map(({ shape }) => own(shape, 'parentId')));
  tally.change('pages', pages.filter((page) => parents.has(own(page, 'id'))).length - 1);
  const ids = new Map<string, string>();
  const idOf = (id: string): string => {
    const made = ids.get(id) ?? newElementId();
    ids.set(id, made);
    return made;
  };
  const store: Store = {
    placed: new Map(placed.map((one) => [one.id, one])),
    idOf,
    assets: byId(ofType('asset')),
    bindings: tiesOf(ofType('binding')),
    pictures,
    tally,
  };
  const elements: NewElement[] = [];
  for (const one of placed) {
    await pause();
    elements.push(...elementsOf(one, store));
  }
  return { elements, report: tally.report(elements), pictures: pictures.pictures };
};
