import type { ElementId } from '../elements/elements.ts';
import { color, coordinate, own, wellFormed } from '../elements/parse.ts';
import { isElementId } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Person } from './messages.ts';

/** What a person tells the others while they are on a board: the awareness state. All but `user` may be missing. */
export interface Presence {
  readonly user: Person;
  /** Pointer in board units. */
  readonly cursor?: readonly [number, number] | undefined;
  readonly selection?: readonly ElementId[] | undefined;
  /** They look away or have not moved for a while. */
  readonly idle?: boolean | undefined;
  /** Name of the tool in hand. */
  readonly tool?: string | undefined;
  /** The text they type in, and the index of their caret in it. */
  readonly typing?: readonly [ElementId, number] | undefined;
}

/** Everything that is not seen or reverses what is: control and format characters. Joiners stay, emoji and Persian need them. */
const invisible = /(?!\u200c|\u200d|\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;
const stacked = /(\p{M}{4})\p{M}+/gu;

/**
 * A person's name as it may be shown: one line, visible, at most `limits.personNameLength` characters. Empty when nothing
 * is left of it.
 */
export const cleanName = (value: unknown): string => {
  if (typeof value !== 'string') return '';
  // Cut twice: before the work, so that it stays small, and after it, at a character.
  const clean = wellFormed(value.slice(0, 1_000))
    .normalize('NFC')
    .replace(/(?:(?!\ufeff)\s)+/gu, ' ')
    .replace(invisible, '')
    .replace(stacked, '$1')
    .trim();
  let name = '';
  for (const character of clean) {
    if (name.length + character.length > limits.personNameLength) break;
    name += character;
  }
  return visible.test(name) ? name.trimEnd() : '';
};

const fallbackColor = '#6b6f76';

const personId = /^[\w-]{1,64}$/;

/** A person from outside, cleaned: name and color always fit to show. Undefined when there is no object at all. */
export const parsePerson = (value: unknown): Person | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const id = own(value, 'id');
  return {
    id: typeof id === 'string' && personId.test(id) ? id : '',
    name: cleanName(own(value, 'name')),
    color: color(own(value, 'color')) ?? fallbackColor,
  };
};

const cursorOf = (value: unknown): readonly [number, number] | undefined => {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const x = coordinate(value[0]);
  const y = coordinate(value[1]);
  return x === undefined || y === undefined ? undefined : [x, y];
};

/** Two people who do not know of each other yet may each fill a text. */
const mostLetters = 2 * limits.textLength;

const typingOf = (value: unknown): readonly [ElementId, number] | undefined => {
  const [id, index]: unknown[] = Array.isArray(value) && value.length === 2 ? value : [];
  const isIndex = typeof index === 'number' && Number.isInteger(index) && index >= 0 && index <= mostLetters;
  return isElementId(id) && isIndex ? [id, index] : undefined;
};

const toolName = /^[\w.-]{1,32}$/;

/**
 * A presence state from outside, with everything that made no sense left out; undefined when it tells of nobody. Never throws,
 * and the result stays below `limits.awarenessBytes` as JSON.
 */
export const parsePresence = (value: unknown): Presence | undefined => {
  const user = parsePerson(own(value, 'user'));
  if (user === undefined) return undefined;
  const cursor = cursorOf(own(value, 'cursor'));
  const selected = own(value, 'selection');
  const selection = Array.isArray(selected)
    ? selected.slice(0, limits.presenceSelection).filter(isElementId)
    : undefined;
  const tool = own(value, 'tool');
  const typing = typingOf(own(value, 'typing'));
  return {
    user,
    ...(cursor && { cursor }),
    ...(selection && { selection }),
    ...(own(value, 'idle') === true && { idle: true }),
    ...(typeof tool === 'string' && toolName.test(tool) && { tool }),
    ...(typing && { typing }),
  };
};
