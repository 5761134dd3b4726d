/** What characters are like by Unicode block, for fonts that do not have them (Unicode 16, UAX #11 and UTS #51, coarse). By hand: docs/decisions/0010. */

type Range = readonly [first: number, last: number];

const within = (ranges: readonly Range[], code: number): boolean => {
  if (code >= 0x20 && code < 0x7f) return false;
  for (const [first, last] of ranges) if (code >= first && code <= last) return true;
  return false;
};

const wide: readonly Range[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe4f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

const emoji: readonly Range[] = [
  [0x231a, 0x231b],
  [0x23e9, 0x23fa],
  [0x25fd, 0x25fe],
  [0x2600, 0x27bf],
  [0x2b1b, 0x2b55],
  [0x1f000, 0x1faff],
];

const joined: readonly Range[] = [
  [0x0000, 0x001f],
  [0x007f, 0x009f],
  [0x0300, 0x036f],
  [0x0483, 0x0489],
  [0x0591, 0x05bd],
  [0x0610, 0x061a],
  [0x064b, 0x065f],
  [0x06d6, 0x06dc],
  [0x093a, 0x093c],
  [0x0941, 0x0948],
  [0x094d, 0x094d],
  [0x0e31, 0x0e31],
  [0x0e34, 0x0e3a],
  [0x0e47, 0x0e4e],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xfeff, 0xfeff],
  [0x1f3fb, 0x1f3ff],
  [0xe0000, 0xe01ef],
];

const rightToLeft: readonly Range[] = [
  [0x0590, 0x08ff],
  [0xfb1d, 0xfdff],
  [0xfe70, 0xfeff],
  [0x10800, 0x10fff],
  [0x1e800, 0x1efff],
];

const zeroWidthJoiner = '\u200d';
const isFlag = (code: number) => code >= 0x1f1e6 && code <= 0x1f1ff;

/** Characters a line may break before and after, as between ideographs. */
export const isWide = (code: number): boolean => within(wide, code);

/** Korean syllables, which are a little narrower than squares in most fonts. */
export const isHangul = (code: number): boolean =>
  (code >= 0xac00 && code <= 0xd7a3) || (code >= 0x1100 && code <= 0x115f);

/** Emoji and flags, which stand alone like ideographs. */
export const isEmoji = (code: number): boolean => within(emoji, code) || isFlag(code);

/** Whether a character belongs to the cluster before it: marks, joiners, skin tones, the second half of a flag. */
const joins = (code: number, cluster: string): boolean =>
  within(joined, code) ||
  cluster.endsWith(zeroWidthJoiner) ||
  (isFlag(code) && cluster.length === 2 && isFlag(cluster.codePointAt(0) ?? 0));

/** What a reader takes for one character, with the marks that belong to it (UAX #29, coarse). */
export const clusters = (text: string): string[] => {
  const found: string[] = [];
  for (const char of text) {
    const open = found.at(-1);
    if (open !== undefined && joins(char.codePointAt(0) ?? 0, open)) found[found.length - 1] = open + char;
    else found.push(char);
  }
  return found;
};

/** Width in thousandths of the font size, where the font has none; `usual` is the width of its n. */
export const fallbackWidth = (code: number, usual: number): number => {
  if (within(joined, code)) return 0;
  if (isFlag(code) || within(emoji, code)) return 1250;
  return isWide(code) ? 1000 : usual;
};

const isLetter = (char: string) => /\p{L}/u.test(char);

/** Direction of a paragraph by its first strong character, as `dir="auto"` decides (UAX #9, P2 and P3, simplified). */
export const directionOf = (text: string): 'ltr' | 'rtl' => {
  for (const char of text) {
    if (isLetter(char)) return within(rightToLeft, char.codePointAt(0) ?? 0) ? 'rtl' : 'ltr';
  }
  return 'ltr';
};

/** Which ways the letters and digits of a text run. */
export const directionsOf = (text: string): 'ltr' | 'rtl' | 'both' => {
  let left = false;
  let right = false;
  for (const char of text) {
    if (!/[\p{L}\p{N}]/u.test(char)) continue;
    if (within(rightToLeft, char.codePointAt(0) ?? 0)) right = true;
    else left = true;
  }
  if (right && left) return 'both';
  return right ? 'rtl' : 'ltr';
};
