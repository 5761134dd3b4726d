import { parse, type Token } from '@messageformat/parser';

/** Letters as wide as two of the Latin alphabet. */
const wide = /[\u3000-\u9fff\uff00-\uffef\uac00-\ud7af]/gu;

const widthOf = (text: string): number => [...text].length + (text.match(wide)?.length ?? 0);

const widthOfAll = (tokens: readonly Token[]): number =>
  tokens.reduce((sum, token) => {
    if (token.type === 'content') return sum + widthOf(token.value);
    // A name or a number is as long in every language.
    return sum + ('cases' in token ? Math.max(...token.cases.map((one) => widthOfAll(one.tokens))) : 3);
  }, 0);

/** The width of a message in Latin letters, in the longest of its cases. */
export const longestIn = (message: string): number => widthOfAll(parse(message));

/** Places that do not give way, and the Latin letters they have room for. The first that fits a key counts. */
const places: readonly (readonly [RegExp, number])[] = [
  [/^synonyms\./, 200],
  [/^choice\.eraserHint\./, 64],
  [/^key\./, 12],
  [/^menu\.(?:theme|wheel)$/, 10],
  [/^menu\.(?:themes|wheelMode)\./, 13],
  [/^share\.share$/, 14],
  [/^status\.(?:connecting|syncing|saved|saving|offline|refused)$|^app\.viewOnly$/, 24],
  [/^exportPanel\.(?:board|selection|light|dark)$/, 18],
  [/^(?:style|choice\.eraser)\.\w+$/, 24],
  [/^sharePanel\.(?:copyLink|copied|showQr|turnOff|turnOn|keep)$/, 24],
  [/\.(?:save|done|cancel|again|remove|stop|goThere|bringBack|download|copy|whole|unlock|exportCopy|newBoard)$/, 28],
  [/^command\.(?!edit\.text$|edit\.nudge)/, 46],
  [/\.title$/, 40],
];

/** The Latin letters that the place of a message has room for; a sentence may be twice as long as in English. */
export const placeOf = (key: string, inEnglish: number): number =>
  places.find(([pattern]) => pattern.test(key))?.[1] ?? Math.max(40, 2 * inEnglish);
