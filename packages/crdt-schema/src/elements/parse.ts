import { limits } from '../limits.ts';

/** `#rrggbb`, lower case. */
export type Color = string;

/** Tiny validators: `unknown` in, a clean value or undefined out. None of them throws. */

export type Parse<T> = (value: unknown) => T | undefined;

/** Board coordinates and lengths are stored in sixteenths, which take half the bytes of any other fraction. Never -0. */
export const snap = (value: number): number => Math.round(value * 16) / 16 + 0;

export const number =
  (least: number, most: number): Parse<number> =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most ? value + 0 : undefined;

export const coordinate: Parse<number> = (value) =>
  typeof value === 'number' && Math.abs(value) <= limits.coordinate ? snap(value) : undefined;

/** A width or a height: never negative, at least one step. */
export const length: Parse<number> = (value) =>
  typeof value === 'number' && value >= 0 && value <= limits.coordinate ? Math.max(1 / 16, snap(value)) : undefined;

export const flag: Parse<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

const hexColor = /^#[0-9a-f]{6}$/i;

export const color: Parse<Color> = (value) =>
  typeof value === 'string' && hexColor.test(value) ? value.toLowerCase() : undefined;

/** Halves of characters that stand alone. The built-in `toWellFormed` is newer than the browsers Gesso supports. */
const alone = /\p{Cs}/gu;

/** The same text with U+FFFD for each half of a character that stands alone. */
export const wellFormed = (value: string): string => value.replace(alone, '\ufffd');

export const isWellFormed = (value: string): boolean => value.search(alone) < 0;

/** A string that survives UTF-8, cut to `most` UTF-16 units or one less, so that no character is broken in two. */
export const truncate = (value: string, most: number): string => {
  const short = value.length > most ? value.slice(0, Math.max(0, most)) : value;
  return wellFormed(short.length < value.length ? short.replace(/[\ud800-\udbff]$/, '') : short);
};

const blank = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Whether nothing of a text can be seen: spaces, line ends, characters without width, fillers. */
export const isBlank = (text: string): boolean => blank.test(text);

/** Text as the document holds it: well-formed, lines end in \n, of any length. */
export const wellFormedText = (value: string): string => wellFormed(value.replace(/\r\n?/g, '\n'));

const safeLink = /^(?:https?:|mailto:|#|\/(?![/\\]))[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/iu;

/** A link a person may click: http, https, mailto or within this site. Anything else could run a script. */
export const link: Parse<string> = (value) =>
  typeof value === 'string' && value.length <= limits.linkLength && safeLink.test(value) && isWellFormed(value)
    ? value
    : undefined;

/** Every item parsed, or undefined when one is not valid or there are more than `most`. */
export const list =
  <T>(item: Parse<T>, most: number): Parse<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length > most) return undefined;
    const items: T[] = [];
    for (const entry of value) {
      const parsed = item(entry);
      if (parsed === undefined) return undefined;
      items.push(parsed);
    }
    return Object.freeze(items);
  };

/** An own property of a plain value, safe for anything that came from outside. */
export const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
