import * as Y from 'yjs';
import { endsIn, integrationOf } from '../reading/integration.ts';
import { type List, type ListOf, lengthOf, listsIn } from '../reading/lists.ts';
import type { Reading } from '../reading/reading.ts';
import { type Struct, structAt } from '../reading/structs.ts';
import { splitting } from './splitting.ts';
import { createTrial, stepsPerWalked, type Trial } from './trial.ts';

/** Items up to which any order they may get is cheap enough: n²/2 steps. */
const few = 64;
/** What looking at a piece of a list takes. */
const stepsPerPiece = 1 / 2;
/** What passing an item of the same update takes at most: it may be walked past twice as well. */
const stepsPerBefore = 1 + 2 * stepsPerWalked;
/** How often the steps that are allowed may be looked for before an update is tried out. */
const lookedFor = 4;

/** Measures distances in the lists of a document, each list as a whole only once, and none further than `most`. */
const createMeasure = (doc: Y.Doc, listOf: (item: Y.Item) => List | undefined, most: number) => {
  const lengths = new Map<List, number>();

  const whole = (item: Y.Item): number => {
    const list = listOf(item);
    if (list === undefined) return 0;
    const length = lengths.get(list) ?? lengthOf(list, most);
    lengths.set(list, length);
    return length;
  };
  const count = (from: Y.Item | null, until: unknown): number => {
    let steps = 0;
    for (let at = from; at !== null && at !== until && steps < most; at = at.right) steps++;
    return steps;
  };

  /** What finding the beginning of a key's values takes, twice: Yjs walks back to it from the last. */
  const walked = (item: Y.Item): number => (listOf(item)?.key == null ? 0 : 2 * stepsPerWalked * whole(item));

  /** The most items that may stand between the neighbors of an item when it is placed, those that come with it left out. */
  return (item: Y.Item): number => {
    const end = Y.getState(doc.store, item.id.client);
    const origin = item.id.clock < end ? new Y.ID(item.id.client, end - 1) : item.origin;
    const { rightOrigin } = item;
    const left = origin === null ? null : structAt(doc, origin);
    const right = rightOrigin === null ? null : structAt(doc, rightOrigin);
    if (left instanceof Y.GC || right instanceof Y.GC) return 0;
    if (left === null) {
      const isFirst = right instanceof Y.Item && right.left === null;
      return walked(item) + (isFirst ? 0 : whole(item));
    }
    // Beside something that comes with it, and so anywhere in the list.
    if (left === undefined || right === undefined) return whole(item);
    if (!(left instanceof Y.Item) || origin === null) return 0;
    const isSplit = origin.clock + 1 < left.id.clock + left.length;
    if (left !== right) return count(isSplit ? left : left.right, right);
    // Two neighbors within one piece stand beside each other; the wrong way round they stand nowhere.
    const isAhead = rightOrigin !== null && rightOrigin.clock <= origin.clock;
    return isAhead ? count(left, null) : 0;
  };
};
type Measure = ReturnType<typeof createMeasure>;

interface Share {
  readonly items: number;
  readonly steps: number;
}

/**
 * For each list, how many items an update brings and at most how many steps that takes; no longer looked at beyond `most`.
 * `pieces`: how many more pieces their neighbors make by splitting. An item makes two at most.
 */
const sharesOf = (
  items: readonly Y.Item[],
  listOf: (item: Y.Item) => List | undefined,
  measure: Measure,
  { most, pieces }: { readonly most: number; readonly pieces: number },
): ReadonlyMap<List, Share> => {
  const shares = new Map<List, Share>();
  let looked = 0;
  for (const item of items) {
    const list = listOf(item);
    if (list === undefined) continue;
    const { items: before, steps } = shares.get(list) ?? { items: 0, steps: 0 };
    const away = steps > most || looked > lookedFor * most ? most + 1 : measure(item);
    looked += away;
    const more = before * stepsPerBefore + Math.min(pieces, 2 * (before + 1));
    shares.set(list, { items: before + 1, steps: steps + more + away });
  }
  return shares;
};

/** The items of an update that the document does not have, or not in full. */
const freshItems = (structs: readonly Struct[], doc: Y.Doc): Y.Item[] =>
  structs.filter(
    (struct): struct is Y.Item =>
      struct instanceof Y.Item && struct.id.clock + struct.length > Y.getState(doc.store, struct.id.client),
  );

/**
 * The steps Yjs takes to find the places of what an update brings, or a few more, counted before it is applied: exactly as far
 * as `most`, and something above it when it would be more. An ordinary edit is estimated without looking closely; only
 * what may be costly is tried out on a shadow of the lists it goes to.
 */
export const stepsOf = (
  reading: Reading,
  doc: Y.Doc,
  most: number,
  listOf: ListOf = listsIn(reading.structs, doc),
): number => {
  const items = freshItems(reading.structs, doc);
  const splits = splitting(doc, reading);
  const measure = createMeasure(doc, listOf, most + 1);
  if (items.length <= few) {
    let bound = splits.steps + items.length * (splits.pieces + ((items.length - 1) / 2) * stepsPerBefore);
    for (const item of items) if (bound <= most) bound += measure(item);
    if (bound <= most) return bound;
  }
  const shares = sharesOf(items, listOf, measure, { most, pieces: splits.pieces });
  let bound = splits.steps;
  for (const { steps } of shares.values()) bound += steps;
  if (bound <= most) return bound;
  const trials = new Map<List, Trial>();
  let steps = splits.steps;
  for (const [list, share] of shares) {
    // Trying it out looks at each piece that is there as well.
    const pieces = lengthOf(list, 2 * most + 2) * stepsPerPiece;
    if (share.steps <= pieces) steps += share.steps;
    else {
      steps += pieces;
      if (steps > most) return steps;
      trials.set(list, createTrial(list, { most, each: 0 }));
    }
  }
  const endOf = endsIn(doc);
  for (const struct of integrationOf(reading.structs, endOf).order) {
    if (steps > most) break;
    const list = struct instanceof Y.Item ? listOf(struct) : undefined;
    const trial = list === undefined ? undefined : trials.get(list);
    if (trial === undefined) continue;
    const before = trial.steps;
    const placed = trial.place(struct as Y.Item, endOf(struct.id.client));
    steps += trial.steps - before;
    if (!placed) return Math.max(steps, most + 1);
  }
  return steps;
};

/**
 * What of an update has to be left out, so that applying it takes not much more than `most` steps in each list: those items
 * that would take more than `each` once that many are used up. Honest content stands beside its neighbors, and stays.
 */
export const costlyIn = (
  reading: Reading,
  doc: Y.Doc,
  limits: { readonly most: number; readonly each: number },
): ReadonlySet<Struct> => {
  const out = new Set<Struct>();
  const items = freshItems(reading.structs, doc);
  const listOf = listsIn(reading.structs, doc);
  const measure = createMeasure(doc, listOf, limits.most + 1);
  const trials = new Map<List, Trial>();
  const { pieces } = splitting(doc, reading);
  for (const [list, share] of sharesOf(items, listOf, measure, { most: limits.most, pieces }))
    if (share.steps > limits.most) trials.set(list, createTrial(list, limits));
  if (trials.size === 0) return out;
  const endOf = endsIn(doc);
  for (const struct of integrationOf(reading.structs, endOf).order) {
    if (!(struct instanceof Y.Item)) continue;
    const list = listOf(struct);
    const trial = list === undefined ? undefined : trials.get(list);
    if (trial !== undefined && !trial.place(struct, endOf(struct.id.client))) out.add(struct);
  }
  return out;
};
