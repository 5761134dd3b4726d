import { coordinate, isBlank, own, snap, truncate, wellFormedText } from '../elements/parse.ts';
import { isElementId, isPersonId } from '../ids.ts';
import { commentLimits, limits } from '../limits.ts';
import { cleanName } from '../protocol/person.ts';
import type { CommentAnchor, CommentDraft, CommentEntry } from './comment.ts';

/**
 * Stored form ⇄ comments. Records are plain, are never changed but replaced whole, and have short keys: `u` the person's id, `n` their
 * name, `t` time, `e` when it was edited, `b` text, `m` mentions, `o` who wrote it in the file it came from; of a thread `x`, `y`,
 * `f` its element and `dx`, `dy`. A reader drops what makes no sense and never throws.
 */

/** Where a thread is, and who pinned it. */
export interface Pin {
  readonly by: string;
  readonly anchor: CommentAnchor;
}

export interface Resolved {
  readonly by: string;
  readonly at: number;
}

/** The last moment a date can tell, ms. */
const endOfTime = 8.64e15;

const time = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && value <= endOfTime ? Math.floor(value) : undefined;

/** Everything that is not seen, but for ends of lines and tabs, and what turns the direction of letters around. */
const unseen = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** A comment's text as it may be shown; undefined where nothing of it can be seen or it is too long. */
export const cleanText = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value.length > 2 * commentLimits.length) return undefined;
  const text = wellFormedText(value).replace(unseen, '').trim();
  return text.length > commentLimits.length || isBlank(text) ? undefined : text;
};

/** Ids of people, each once; what is none is left out. */
export const cleanMentions = (value: unknown): readonly string[] =>
  Object.freeze(
    Array.isArray(value)
      ? [...new Set(value.slice(0, 10 * commentLimits.mentions).filter(isPersonId))].slice(0, commentLimits.mentions)
      : [],
  );

/** A place or a distance from outside, rounded as those of elements are; undefined when it makes no sense. */
export const cleanAnchor = (value: unknown): CommentAnchor | undefined => {
  const [x, y, dx, dy] = ['x', 'y', 'dx', 'dy'].map((name) => coordinate(own(value, name)));
  const element = own(value, 'element');
  if (x === undefined || y === undefined) return undefined;
  return Object.freeze(
    isElementId(element) && dx !== undefined && dy !== undefined ? { x, y, element, dx, dy } : { x, y },
  );
};

export const storePin = ({ by, anchor }: Pin): object => ({
  u: by,
  x: snap(anchor.x),
  y: snap(anchor.y),
  ...('element' in anchor && { f: anchor.element, dx: snap(anchor.dx), dy: snap(anchor.dy) }),
});

export const readPin = (value: unknown): Pin | undefined => {
  const by = own(value, 'u');
  const [x, y, dx, dy] = ['x', 'y', 'dx', 'dy'].map((name) => own(value, name));
  const anchor = cleanAnchor({ x, y, dx, dy, element: own(value, 'f') });
  return isPersonId(by) && anchor !== undefined ? { by, anchor } : undefined;
};

/** An entry without its id, which is in its key. */
type Stored = Omit<CommentEntry, 'id'>;

export const storeEntry = ({ author, at, editedAt, text, mentions, quotedFrom }: Stored): object => ({
  u: author.id,
  n: cleanName(author.name),
  t: at,
  b: text,
  ...(editedAt !== undefined && { e: editedAt }),
  ...(mentions.length > 0 && { m: [...mentions] }),
  ...(quotedFrom !== undefined && { o: truncate(quotedFrom, limits.personNameLength) }),
});

export const readEntry = (id: string, value: unknown): CommentEntry | undefined => {
  const by = own(value, 'u');
  const text = cleanText(own(value, 'b'));
  const at = time(own(value, 't'));
  if (!isPersonId(by) || text === undefined || at === undefined) return undefined;
  const quotedFrom = cleanName(own(value, 'o'));
  return Object.freeze({
    id,
    author: Object.freeze({ id: by, name: cleanName(own(value, 'n')) }),
    at,
    editedAt: time(own(value, 'e')),
    text,
    mentions: cleanMentions(own(value, 'm')),
    quotedFrom: quotedFrom === '' ? undefined : quotedFrom,
  });
};

export const storeResolved = ({ by, at }: Resolved): object => ({ u: by, t: at });

export const readResolved = (value: unknown): Resolved | undefined => {
  const [by, at] = [own(value, 'u'), time(own(value, 't'))];
  return isPersonId(by) && at !== undefined ? Object.freeze({ by, at }) : undefined;
};

/** What of a draft is stored; undefined where it says nothing or too much. */
export const readDraft = (draft: CommentDraft): Pick<CommentEntry, 'text' | 'mentions'> | undefined => {
  const text = cleanText(draft.text);
  return text === undefined ? undefined : { text, mentions: cleanMentions(draft.mentions) };
};
