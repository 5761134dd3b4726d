import {
  defaultStyles,
  type ElementKind,
  isPaper,
  kindSpec,
  type StyleName,
  type StyleValues,
  stylesOf,
} from '@gesso/crdt-schema';
import { papers } from '@gesso/drawing';

/** What the next element gets. Changing a style while something is selected changes the selection as well. */
export type Style = StyleValues;

/** What a person starts with: the defaults of elements, but for what looks better on a board that nobody has set up. */
export const defaultStyle: Style = {
  ...defaultStyles,
  color: '#24272c',
  edge: 'drawn',
  radius: 12,
  heads: ['none', 'arrow'],
  size: 24,
  align: 'left',
};

/**
 * What is remembered apart from all other styles, and what a person starts with there: the ink of a pen dyes no note and no highlighter,
 * and letters of a heading make no label large.
 */
const apart = {
  note: { color: papers[0]?.paper.light ?? '#ffe08a', size: 22, align: 'center', opacity: 100 },
  label: { size: 20, align: 'center' },
  text: { size: 24, align: 'left' },
  highlighter: { color: '#ffe14d' },
  table: { color: '#24272c', fill: '#ffffff', size: 16, align: 'left', opacity: 100 },
} as const satisfies Readonly<Record<string, Partial<Style>>>;

type Memory = keyof typeof apart;

/** What a person has chosen since, by where it is remembered. */
export type OwnStyles = { readonly [M in Memory]?: Partial<Style> };

export const memories = Object.keys(apart) as readonly Memory[];

/** Where a kind, made with a brush, remembers what it does not share with others; undefined when it shares all. */
const memoryOf = (kind: ElementKind, brush: Style['brush']): Memory | undefined => {
  if (brush === 'highlighter' && stylesOf(kind).includes('brush')) return 'highlighter';
  const { text, grid } = kindSpec(kind);
  if (grid) return 'table';
  if (text === 'label') return 'label';
  if (isPaper(kind)) return 'note';
  return text === 'body' ? 'text' : undefined;
};

/** Everything that is remembered. */
export interface StyleMemory {
  readonly style: Style;
  readonly ownStyles: OwnStyles;
}

/** Whether a memory keeps a style for itself. */
export const keepsApart = (memory: Memory, name: string): name is StyleName => name in apart[memory];

/** The style of the next element of a kind. */
export const styleFor = ({ style, ownStyles }: StyleMemory, kind: ElementKind): Style => {
  const memory = memoryOf(kind, style.brush);
  return memory === undefined ? style : { ...style, ...apart[memory], ...ownStyles[memory] };
};

/** What is remembered once elements of these kinds were given a change. */
export const remembering = (
  { style, ownStyles }: StyleMemory,
  kinds: readonly ElementKind[],
  change: Partial<Style>,
): StyleMemory => {
  const used = kinds.length === 0 ? [undefined] : [...new Set(kinds.map((kind) => memoryOf(kind, style.brush)))];
  let shared = style;
  const own: Record<string, Partial<Style>> = { ...ownStyles };
  for (const memory of used)
    for (const [name, value] of Object.entries(change)) {
      if (memory !== undefined && keepsApart(memory, name)) own[memory] = { ...own[memory], [name]: value };
      else shared = { ...shared, [name]: value };
    }
  return { style: shared, ownStyles: own };
};
