/**
 * Text as PostgreSQL can hold it. It refuses U+0000, and half of a surrogate pair would come back as another character: two ids could become one.
 * Each of those stands as a pair of private characters, as does the first of such a pair where it is meant itself. All other text is stored as it is.
 */
const mark = '\uE000';
const nul = '\uE001';
/** A surrogate is stored as this character and those behind it, in their order. */
const surrogates = 0xf000;
const firstSurrogate = 0xd800;

const unstorable = /[\0\uE000]|\p{Surrogate}/gu;
const marked = /\uE000([\s\S])/g;

const escaped = (character: string): string => {
  if (character === mark) return mark + mark;
  if (character === '\0') return mark + nul;
  return mark + String.fromCharCode(surrogates + character.charCodeAt(0) - firstSurrogate);
};

const meant = (_pair: string, character: string): string => {
  if (character === mark) return mark;
  if (character === nul) return '\0';
  return String.fromCharCode(firstSurrogate + character.charCodeAt(0) - surrogates);
};

/** What is stored for a text. What lies in one text lies in the other as well, so that it is found there. */
export const storedText = (text: string): string => text.replace(unstorable, escaped);

/** The text that was stored. */
export const textOf = (stored: string): string => (stored.includes(mark) ? stored.replace(marked, meant) : stored);
