import { color, own, wellFormed } from '../elements/parse.ts';
import { isPersonId } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Person } from './messages.ts';

/** Everything that is not seen or reverses what is: control and format characters. Joiners stay, emoji and Persian need them. */
const invisible = /(?!\u200c|\u200d|\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;
const stacked = /(\p{M}{4})\p{M}+/gu;

/**
 * What a person calls themselves or says, as it may be shown: one line, visible, at most `most` characters (UTF-16 units), cut at one.
 * Empty when nothing is left of it.
 */
export const cleanLine = (value: unknown, most: number): string => {
  if (typeof value !== 'string') return '';
  // Cut twice: before the work, so that it stays small, and after it, at a character.
  const clean = wellFormed(value.slice(0, 1_000))
    .normalize('NFC')
    .replace(/(?:(?!\ufeff)\s)+/gu, ' ')
    .replace(invisible, '')
    .replace(stacked, '$1')
    .trim();
  let line = '';
  for (const character of clean) {
    if (line.length + character.length > most) break;
    line += character;
  }
  return visible.test(line) ? line.trimEnd() : '';
};

/** A person's name as it may be shown, at most `limits.personNameLength` characters. Empty when nothing is left of it. */
export const cleanName = (value: unknown): string => cleanLine(value, limits.personNameLength);

const fallbackColor = '#6b6f76';

/** A person from outside, cleaned: name and color always fit to show. Undefined when there is no object at all. */
export const parsePerson = (value: unknown): Person | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const id = own(value, 'id');
  return {
    id: isPersonId(id) ? id : '',
    name: cleanName(own(value, 'name')),
    color: color(own(value, 'color')) ?? fallbackColor,
  };
};
