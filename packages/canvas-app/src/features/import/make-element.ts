import { Failure, fromPlain, limits, type NewElement, parseAddress, truncate } from '@gesso/crdt-schema';
import type { Tally } from './format.ts';
import { isNumber } from './values.ts';

/** Marks for `length` letters: those behind these are left out, and addresses that nothing here leads to; what is too many is counted. */
function trimmedMarks(marks: readonly unknown[], length: number, tally: Tally): readonly unknown[] {
  const all = marks.flatMap((range) => {
    const { from, to, link, ...rest } = { ...(range as object) } as Readonly<Record<string, unknown>>;
    if (!isNumber(from) || !isNumber(to) || from >= length) return [];
    const address = parseAddress(link);
    if (link !== undefined && address === undefined) tally.change('link');
    const kept = { ...rest, ...(address === undefined ? {} : { link: address }) };
    return Object.keys(kept).length === 0 ? [] : [{ ...kept, from, to: Math.min(to, length) }];
  });
  if (all.length > limits.markedRanges) tally.change('text');
  return all.slice(0, limits.markedRanges);
}

/** Trims what a board does not hold: a text that is too long, marks of it, more groups than are kept. */
function trimmed(plain: Readonly<Record<string, unknown>>, tally: Tally): Record<string, unknown> {
  const { text, marks, groups } = plain;
  const made = { ...plain };
  if (typeof text === 'string' && text.length > limits.textLength) {
    made['text'] = truncate(text, limits.textLength);
    tally.change('text');
  }
  if (typeof text === 'string' && Array.isArray(marks))
    made['marks'] = trimmedMarks(marks, String(made['text']).length, tally);
  if (Array.isArray(groups) && groups.length > limits.groups) {
    made['groups'] = groups.slice(-limits.groups);
    tally.change('groups');
  }
  return made;
}

/** Whether all points of an element lie where boards have places. Its own place is looked at by `fromPlain`. */
function isOnBoards(element: NewElement): boolean {
  if (!('points' in element)) return true;
  const { x, y, points } = element;
  return points.xy.every((value, i) => Math.abs(value + (i % 2 === 0 ? x : y)) <= limits.coordinate);
}

/** An element in Gesso's own names, as a file has it. Throws `MALFORMED` for what no board holds, as points without an end. */
export function elementIn(plain: unknown): NewElement {
  const element = fromPlain(plain);
  if (!isOnBoards(element)) throw new Failure('MALFORMED', 'points');
  return element;
}

/** An element of what a file says of one, in Gesso's own names; undefined, and counted, where it makes no sense. */
export function makeElement(plain: Readonly<Record<string, unknown>>, tally: Tally): NewElement | undefined {
  const given = trimmed(plain, tally);
  try {
    return elementIn(given);
  } catch (error) {
    if (error instanceof Failure && error.detail?.endsWith('.link')) {
      tally.change('link');
      const { link: _link, ...rest } = given;
      return makeElement(rest, tally);
    }
    if (error instanceof Failure && error.detail?.endsWith('.marks') && given['marks'] !== undefined) {
      tally.change('text');
      const { marks: _marks, ...rest } = given;
      return makeElement(rest, tally);
    }
    tally.lose('unreadable');
    return undefined;
  }
}
