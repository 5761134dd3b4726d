import type { XmlNode } from '../read-xml.ts';
import { chosen } from '../values.ts';

/** How a thing of an SVG looks: what it and those it is in say, by attributes, by `style` and by rules for classes, names and ids. */
export type Look = Readonly<Record<string, string>>;

/** What letters look like that a board's do not, and what it is where they look alike. */
const letterLooks: Readonly<Record<string, RegExp>> = {
  'font-weight': /^(?:normal|400)$/,
  'font-style': /^normal$/,
  'dominant-baseline': /^(?:auto|alphabetic)$/,
  'letter-spacing': /^(?:normal|0|0px)$/,
  'text-decoration': /^none$/,
};

/** What style sheets and `style` may say, and is not read from there. */
const unreadStyles = 'transform transform-origin translate rotate scale font marker d x y cx cy r rx ry'.split(' ');

const properties = new Set(
  (
    'fill stroke stroke-width stroke-dasharray opacity fill-opacity stroke-opacity color display visibility ' +
    'font-size font-family text-anchor clip-path mask filter marker-start marker-mid marker-end'
  )
    .split(' ')
    .concat(Object.keys(letterLooks)),
);
const inherited = new Set(
  'fill stroke stroke-width stroke-dasharray fill-opacity stroke-opacity color visibility font-size font-family text-anchor'
    .split(' ')
    .concat(Object.keys(letterLooks)),
);

/** Whether a look says by style what is not read from there. */
export const hasUnreadStyle = (look: Look): boolean => unreadStyles.some((name) => (look[name] ?? 'none') !== 'none');

/** Whether letters of a look are like those of a board. */
export const hasPlainLetters = (look: Look): boolean =>
  Object.entries(letterLooks).every(([name, plain]) => plain.test(look[name] ?? 'none') || look[name] === undefined);

/** Whether a node says something of its own look. */
export const saysLook = ({ attributes }: XmlNode): boolean =>
  Object.keys(attributes).some((name) => name === 'class' || name === 'style' || properties.has(name));

function declarations(text: string): Look {
  const look: Record<string, string> = {};
  for (const part of text.slice(0, 10_000).split(';')) {
    const at = part.indexOf(':');
    const name = part.slice(0, at).trim().toLowerCase();
    if (at > 0 && (properties.has(name) || unreadStyles.includes(name)))
      look[name] = part
        .slice(at + 1)
        .replace('!important', '')
        .trim();
  }
  return look;
}

/** Rules of an SVG's own style sheets, and their number at most. */
export type Rules = ReadonlyMap<string, Look>;
const mostRules = 2_000;

/** A style sheet without its comments. */
function withoutComments(sheet: string): string {
  const [first = '', ...rest] = sheet.split('/*');
  return rest.reduce((all, part) => {
    const end = part.indexOf('*/');
    return end < 0 ? all : `${all} ${part.slice(end + 2)}`;
  }, first);
}

/** Reads `.name`, `#id` and `tag` rules. `isWhole` says whether there are no others, which are read over. */
export function rulesIn(sheet: string): { readonly rules: Rules; readonly isWhole: boolean } {
  const rules = new Map<string, Look>();
  let isWhole = sheet.length <= 500_000;
  for (const block of withoutComments(sheet.slice(0, 500_000)).split('}')) {
    const at = block.indexOf('{');
    if (at < 0 || rules.size > mostRules) {
      isWhole &&= block.trim() === '';
      continue;
    }
    const look = declarations(block.slice(at + 1));
    for (const selector of block.slice(0, at).split(',').slice(0, 100)) {
      const name = selector.trim();
      if (/^[.#]?[\w-]+$/.test(name)) rules.set(name, { ...rules.get(name), ...look });
      else isWhole &&= name === '';
    }
  }
  return { rules, isWhole };
}

export function lookOf({ name, attributes }: XmlNode, outer: Look, rules: Rules): Look {
  const look: Record<string, string> = {};
  for (const [key, value] of Object.entries(outer)) if (inherited.has(key)) look[key] = value;
  for (const [key, value] of Object.entries(attributes)) if (properties.has(key)) look[key] = value.trim();
  Object.assign(look, rules.get(name));
  for (const one of (attributes['class'] ?? '').split(/\s+/).slice(0, 20)) Object.assign(look, rules.get(`.${one}`));
  Object.assign(look, rules.get(`#${attributes['id'] ?? ''}`), declarations(attributes['style'] ?? ''));
  for (const [key, value] of Object.entries(look)) if (value === 'inherit') delete look[key];
  return look;
}

const named: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'black:000000 white:ffffff red:ff0000 green:008000 blue:0000ff yellow:ffff00 orange:ffa500 purple:800080 gray:808080 ' +
    'grey:808080 silver:c0c0c0 maroon:800000 navy:000080 teal:008080 olive:808000 lime:00ff00 aqua:00ffff cyan:00ffff ' +
    'fuchsia:ff00ff magenta:ff00ff pink:ffc0cb brown:a52a2a gold:ffd700 indigo:4b0082 violet:ee82ee crimson:dc143c ' +
    'coral:ff7f50 tomato:ff6347 salmon:fa8072 khaki:f0e68c tan:d2b48c beige:f5f5dc ivory:fffff0 lightgray:d3d3d3 ' +
    'lightgrey:d3d3d3 darkgray:a9a9a9 darkgrey:a9a9a9 dimgray:696969 steelblue:4682b4 skyblue:87ceeb royalblue:4169e1 ' +
    'dodgerblue:1e90ff lightblue:add8e6 darkblue:00008b darkgreen:006400 forestgreen:228b22 seagreen:2e8b57 ' +
    'lightgreen:90ee90 darkred:8b0000 firebrick:b22222 darkorange:ff8c00 chocolate:d2691e sienna:a0522d whitesmoke:f5f5f5'
  )
    .split(' ')
    .map((pair) => pair.split(':').map((part, i) => (i === 0 ? part : `#${part}`)) as [string, string]),
);

/** A paint: a color, none, or one that is not known here, as a gradient is. */
export type Paint = { readonly color: string; readonly alpha: number } | 'none' | 'other';

export function paintOf(value: string | undefined, current: string | undefined): Paint {
  const word = (value ?? 'none').toLowerCase().trim();
  if (word === 'none' || word === 'transparent') return 'none';
  if (word === 'currentcolor') return paintOf(current === 'currentcolor' ? 'black' : (current ?? 'black'), undefined);
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(word);
  if (short)
    return {
      color: `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`,
      alpha: 1,
    };
  const long = /^(#[0-9a-f]{6})([0-9a-f]{2})?$/.exec(word);
  if (long) return { color: long[1] ?? '', alpha: long[2] === undefined ? 1 : Number.parseInt(long[2], 16) / 255 };
  const rgb = /^rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)(?:[\s,/]+([\d.]+)(%?))?\s*\)$/.exec(word);
  if (rgb) {
    const channel = (text = '0') =>
      Math.min(255, Math.round(text.endsWith('%') ? Number.parseFloat(text) * 2.55 : Number(text)));
    const hex = [rgb[1], rgb[2], rgb[3]].map((one) => (channel(one) || 0).toString(16).padStart(2, '0')).join('');
    const alpha = rgb[4] === undefined ? 1 : Number(rgb[4]) / (rgb[5] === '%' ? 100 : 1);
    return alpha === 0 ? 'none' : { color: `#${hex}`, alpha: Math.min(1, alpha || 0) };
  }
  const color = chosen(named, word);
  return color === undefined ? 'other' : { color, alpha: 1 };
}

/** Board units in each unit of length. */
const units: Readonly<Record<string, number>> = {
  px: 1,
  pt: 96 / 72,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  em: 16,
  rem: 16,
};

/** A length; `fallback` for what is none, and for shares of what is not known here. */
export function lengthOf(value: string | undefined, fallback: number): number {
  const [, digits, unit = ''] = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([a-z]*)\s*$/i.exec(value ?? '') ?? [];
  const one = unit === '' ? 1 : chosen(units, unit.toLowerCase());
  const length = digits === undefined || one === undefined ? Number.NaN : Number(digits) * one;
  return Number.isFinite(length) ? length : fallback;
}
