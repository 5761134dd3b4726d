import { isEmoji, isWide } from './unicode-ranges.ts';

/**
 * Where a line may break inside a run without spaces: as browsers do it (UAX #14 with the pairs of ASCII that Blink and WebKit
 * make of it), so that a text has the same lines while it is typed and afterwards.
 */

const set = (characters: string): ReadonlySet<string> => new Set(characters);

/** Before these a line may break after the characters of the second set. */
const opening = set('(<[{');
const beforeOpening = set('!"#%&)*+,-.:;=>?\\]|}~');
/** A hyphen and a question mark may end a line, unless one of these follows. */
const neverAfterHyphen = set('!$),./:;?]}');
const neverAfterQuestion = set('!"\'),./:;?]}');

const isDigit = (char: string): boolean => char >= '0' && char <= '9';
const isAscii = (char: string): boolean => char.length === 1 && char < '\x7f';

const breaksAscii = (before: string, last: string, next: string): boolean => {
  // "-5" is a number, unless it is behind a word.
  if (last === '-') return !neverAfterHyphen.has(next) && !(isDigit(next) && !/[a-z0-9]$/i.test(before));
  if (last === '?') return !neverAfterQuestion.has(next);
  return opening.has(next) && beforeOpening.has(last);
};

/** Characters that may not begin a line, or end one. */
const notFirst = set('、。，．・：；？！）」』】〉》〕｝］”’…‥々〻ゝゞヽヾ゛゜〜％-!),.:;?]}%');
const notLast = set('（「『【〈《〔｛［“‘([{￥');
const quotes = set('“”‘’');
const space = '\u200b';

/** Dashes and dots: a line may break behind them, before the long dash too. */
const breaksDash = (before: string, last: string, next: string): boolean => {
  if (quotes.has(next) || next === '/' || last === next) return false;
  if (last === '—' || last === '…') return true;
  if (last === '–' || last === '‐') return before !== '' && next !== '–' && next !== '‐';
  return next === '—';
};
const isDash = (char: string): boolean => char === '–' || char === '‐' || char === '—' || char === '…';

/** Scripts without spaces whose words a dictionary tells: Thai, Lao, Myanmar, Khmer, Tai Le. */
const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\uaa60-\uaa7f]/;

/** Firefox 115 has none: there such a run is one word, broken where a line is full. */
const words = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('th', { granularity: 'word' }) : undefined;

/** Indices at which words of such scripts begin. */
const wordStarts = (text: string): ReadonlySet<number> =>
  new Set(unspaced.test(text) && words ? [...words.segment(text)].map(({ index }) => index) : []);

/**
 * Tells for a paragraph whether a line may break before the cluster at `index`: `last` is the cluster before it, `before` the
 * one before that, or nothing where `last` begins a word.
 */
export const breaksIn = (
  paragraph: string,
): ((index: number, before: string, last: string, next: string) => boolean) => {
  const starts = wordStarts(paragraph);
  return (index, before, last, next) => {
    if (isAscii(last) && isAscii(next)) return breaksAscii(before, last, next);
    if (last.endsWith(space)) return true;
    if (notFirst.has(next) || notLast.has(last)) return false;
    if (isDash(last) || next === '—') return breaksDash(before, last, next);
    if (last === '-') return before !== '';
    if (last === '/' || last === '?') return true;
    if (unspaced.test(last) && unspaced.test(next)) return starts.has(index);
    const [a, b] = [last.codePointAt(0) ?? 0, next.codePointAt(0) ?? 0];
    return isWide(a) || isWide(b) || isEmoji(a) || isEmoji(b);
  };
};
