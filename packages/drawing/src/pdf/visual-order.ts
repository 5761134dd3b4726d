import { directionsOf } from '../fonts/unicode-ranges.ts';

/**
 * A line as its letters stand from left to right, which is how a PDF has them and readers turn them back (ISO 32000-1, 14.8.2.3.3). By the
 * order of UAX #9 for words, coarse: signs between words go with the words before them.
 */
export function visualOrder(text: string, direction: 'ltr' | 'rtl'): string {
  const words: { text: string; isRtl: boolean }[] = [];
  for (const letter of text) {
    const runs = directionsOf(letter);
    const isStrong = /[\p{L}\p{N}]/u.test(letter);
    const last = words.at(-1);
    const isRtl = isStrong ? runs === 'rtl' : (last?.isRtl ?? direction === 'rtl');
    if (last !== undefined && last.isRtl === isRtl) last.text += letter;
    else words.push({ text: letter, isRtl });
  }
  const turned = words.map((word) => (word.isRtl ? [...word.text].reverse().join('') : word.text));
  return (direction === 'rtl' ? turned.reverse() : turned).join('');
}
