import './globals.ts';
import { type Change, type Element, type ElementId, openBoard, toPlain } from '@gesso/crdt-schema';
import * as Y from 'yjs';

/** One thing a person did, and what they saw it make of each element it touched. */
export interface Act {
  readonly client: number;
  /** The clock behind what it wrote; undefined when it only deleted. */
  readonly clock: number | undefined;
  /** State vector of the page before it. */
  readonly seen: ReadonlyMap<number, number>;
  readonly change: Pick<Change, 'added' | 'updated' | 'removed'>;
  /** Elements that were gone for the person, and whose looks an undo or redo changed all the same: nobody saw what came of it. */
  readonly unseen?: readonly ElementId[];
}

/**
 * What people meant. Anyone who acts with an earlier act of a person before their eyes, and all that this person saw, overrules it; acts that knew nothing
 * of each other both count. So each property of an element must in the end be as one of those left it whom nobody
 * overruled, and where there is only one of them the whole element is as they saw it.
 */
export interface ConvergenceOracle {
  record(act: Act): void;
  /** Tells what of a document is as nobody left it. */
  contradiction(doc: Y.Doc): string | undefined;
}

interface View {
  readonly act: Act;
  /** Undefined when it was gone then. */
  readonly element: Element | undefined;
  readonly unseen?: true;
}

/**
 * Whether one had all before them that another had. What a server shows under the warning that it is not saved may come later to those on another
 * server than what was done with it before the eyes.
 */
const hasSeen = (later: Act, seen: Act['seen']): boolean =>
  [...seen].every(([client, clock]) => (later.seen.get(client) ?? 0) >= clock);

const overrules = (later: Act, act: Act): boolean =>
  later.clock !== undefined &&
  (later.client === act.client ||
    (act.clock !== undefined && (later.seen.get(act.client) ?? 0) >= act.clock && hasSeen(later, act.seen)));

const json = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** Properties that two people change together: the outcome is what neither of them wrote. */
const shared = new Set(['text']);

const contradictionIn = (id: ElementId, is: Element | undefined, all: readonly View[]): string | undefined => {
  const views = all.filter(({ unseen }) => unseen === undefined);
  if (is === undefined)
    return views.length === 0 || views.some(({ element }) => element === undefined) ? undefined : `${id} is gone`;
  if (views.length === 0) return `${id} is there, and the one who made it never got it out`;
  const elements = views.map(({ element }) => element);
  const [only] = elements;
  if (elements.includes(undefined)) return elements.length === 1 ? `${id} was removed, and is there` : undefined;
  // Anyone who takes back what they did to an element that is gone means it, and cannot see what it will look like.
  if (views.length < all.length) return undefined;
  const plain = elements.map((element) => (element === undefined ? {} : toPlain(element)) as Record<string, unknown>);
  if (elements.length === 1 && only !== undefined)
    return json(toPlain(only)) === json(toPlain(is)) ? undefined : `${id} is not as it was left`;
  for (const [key, value] of Object.entries(toPlain(is)))
    if (!shared.has(key) && !plain.some((element) => json(element[key]) === json(value)))
      return `${id} has ${key} ${json(value)}, and nobody left it so`;
  return undefined;
};

export const createConvergenceOracle = (): ConvergenceOracle => {
  const views = new Map<ElementId, View[]>();
  const see = (act: Act, id: ElementId, element: Element | undefined): void => {
    const known = views.get(id);
    if (known === undefined) views.set(id, [{ act, element }]);
    else known.push({ act, element });
  };

  return {
    record(act) {
      const { added, updated, removed } = act.change;
      for (const id of act.unseen ?? []) {
        const known = views.get(id);
        if (known !== undefined) known.push({ act, element: undefined, unseen: true });
      }
      for (const element of [...added, ...updated]) see(act, element.id, element);
      for (const id of removed) see(act, id, undefined);
    },
    contradiction(doc) {
      const board = openBoard(doc);
      try {
        const isHere = ({ clock, client, seen }: Act): boolean =>
          (clock ?? seen.get(client) ?? 0) <= Y.getState(doc.store, client);
        // What only deleted has no clock of its own: it may have come through where what its page wrote before waited for what it builds on, and
        // was lost with the page.
        const mayBeHere = ({ act, element }: View): boolean => act.clock === undefined && element === undefined;
        // What it was done to was shown unsaved and lost with every page that had it, so what came of it is not what its person saw.
        const isAlone = ({ act }: View): boolean =>
          isHere(act) && [...act.seen].some(([client, clock]) => clock > Y.getState(doc.store, client));
        for (const [id, all] of views) {
          if (all.some(isAlone)) continue;
          const here = all.filter(({ act }) => isHere(act));
          if (board.get(id) === undefined && all.some((view) => !isHere(view.act) && mayBeHere(view))) continue;
          const left = here.filter(({ act }, i) => !here.some((other, j) => j > i && overrules(other.act, act)));
          const found = contradictionIn(id, board.get(id), left);
          if (found !== undefined) return found;
        }
        return undefined;
      } finally {
        board.close();
      }
    },
  };
};
