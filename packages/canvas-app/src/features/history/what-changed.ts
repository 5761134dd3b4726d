import { type Element, type ElementId, type Film, looksAlike } from '@gesso/crdt-schema';
import type { Sort } from './sorts.ts';

/** What others have made of one element. */
export interface Made {
  readonly id: ElementId;
  readonly sort: Sort;
  /** The element as it is, or was before it was deleted. */
  readonly element: Element;
  /** What it was before others had a hand in it; undefined for what was not there. */
  readonly before: Element | undefined;
  /** Who had a hand in it last, as a person id, and when, ms since 1970. */
  readonly by: string;
  readonly at: number;
  /** Of what is gone: the position of the film just before it went. */
  readonly position: number;
}

interface Touch {
  readonly before: Element | undefined;
  after: Element | undefined;
  /** The last step that touched it, and the last one by another. */
  last: number;
  other: number;
}

/** Whether an element looks as it did; what was moved and moved back is another object. */
const isSame = (before: Element | undefined, after: Element | undefined): boolean =>
  before === after || (before !== undefined && after !== undefined && looksAlike(before, after));

/** What others than one person did in a film, all in all: person by person in the order in which they came, each in order of time. */
export function whatChanged(film: Pick<Film, 'steps' | 'changes'>, me: string | undefined): readonly Made[] {
  const touches = new Map<ElementId, Touch>();
  film.steps.forEach(({ by }, step) => {
    for (const { before, after } of film.changes(step)) {
      const id = (after ?? before)?.id;
      if (id === undefined) continue;
      const touch = touches.get(id) ?? { before, after, last: step, other: -1 };
      touch.after = after;
      touch.last = step;
      if (by !== me) touch.other = step;
      touches.set(id, touch);
    }
  });
  const made: Made[] = [];
  for (const [id, { before, after, last, other }] of touches) {
    // What I deleted myself is no news, and what has come and gone is none either.
    if (other < 0 || isSame(before, after) || (after === undefined && last !== other)) continue;
    const gone = film.changes(other).find((change) => change.before?.id === id)?.before;
    const element = after ?? gone ?? before;
    const step = film.steps[other];
    if (element === undefined || step === undefined || (before === undefined && after === undefined)) continue;
    const sort = before === undefined ? 'added' : after === undefined ? 'gone' : 'changed';
    made.push({ id, sort, element, before, by: step.by, at: step.at, position: other });
  }
  const order = [...new Set(film.steps.map(({ by }) => by))];
  return made.sort((a, b) => order.indexOf(a.by) - order.indexOf(b.by) || a.position - b.position);
}
