import type { ElementId } from '../elements/elements.ts';
import { coordinate, own } from '../elements/parse.ts';
import { isElementId, isPersonId } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Person } from './messages.ts';
import { cleanLine, parsePerson } from './person.ts';

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
  /** What they see of the board, told while a peer follows them: x, y, width and height. */
  readonly view?: readonly [number, number, number, number] | undefined;
  /** Id of the person whose view they follow. */
  readonly follows?: string | undefined;
  /** What they say beside their pointer, as far as it is typed. */
  readonly chat?: string | undefined;
}

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

const viewOf = (value: unknown): Presence['view'] => {
  const [x, y, w, h] = Array.isArray(value) && value.length === 4 ? value.map(coordinate) : [];
  return x === undefined || y === undefined || !w || !h || w < 0 || h < 0 ? undefined : [x, y, w, h];
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
  const view = viewOf(own(value, 'view'));
  const follows = own(value, 'follows');
  const chat = cleanLine(own(value, 'chat'), limits.chatLength);
  return {
    user,
    ...(cursor && { cursor }),
    ...(selection && { selection }),
    ...(own(value, 'idle') === true && { idle: true }),
    ...(typeof tool === 'string' && toolName.test(tool) && { tool }),
    ...(typing && { typing }),
    ...(view && { view }),
    ...(isPersonId(follows) && { follows }),
    ...(chat !== '' && { chat }),
  };
};
