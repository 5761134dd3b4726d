import { Failure, fromPlain, limits, type NewElement, truncate } from '@gesso/crdt-schema';
import type { Tally } from './format.ts';

/** Trims what a board does not hold: a text that is too long, more groups than are kept. */
function trimmed(plain: Readonly<Record<string, unknown>>, tally: Tally): Record<string, unknown> {
  const { text, groups } = plain;
  const made = { ...plain };
  if (typeof text === 'string' && text.length > limits.textLength) {
    made['text'] = truncate(text, limits.textLength);
    tally.change('text');
  }
  if (Array.isArray(groups) && groups.length > limits.groups) {
    made['groups'] = groups.slice(-limits.groups);
    tally.change('groups');
  }
  return made;
}

/** An element of what a file says of one, in Gesso's own names; undefined, and counted, where it makes no sense. */
export function makeElement(plain: Readonly<Record<string, unknown>>, tally: Tally): NewElement | undefined {
  const given = trimmed(plain, tally);
  try {
    return fromPlain(given);
  } catch (error) {
    if (error instanceof Failure && error.detail?.endsWith('.link')) {
      tally.change('link');
      const { link: _link, ...rest } = given;
      return makeElement(rest, tally);
    }
    tally.lose('unreadable');
    return undefined;
  }
}
