import { type Element, kindSpec, type StyleName, styles } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { exportSvg } from '../src/index.ts';
import { everyKind } from './samples.ts';

const svgOf = (element: Element): string =>
  exportSvg({ elements: [element], background: 'none', theme: 'light', padding: 0 });

/** What each kind is given so that all of its styles have something to show: letters, a fill, an edge that can be dashed, corners. */
const telling = (element: Element, style: StyleName): Element => {
  const { own } = kindSpec(element.kind);
  const has = (name: string) => own.some(([property]) => property === name);
  return {
    ...element,
    ...(has('text') ? { text: 'two\nlines of it' } : {}),
    ...('cells' in element ? { cells: element.cells.map((row) => row.map(() => 'word')) } : {}),
    ...(has('fill') ? { fill: '#dbe1fd', height: 200, width: 200 } : {}),
    ...(has('valign') ? { valign: 'top' } : {}),
    ...(has('dash') ? { strokeWidth: 4 } : {}),
    // Round forms have no corners.
    ...(style === 'radius' && has('form') ? { form: 'rect' } : {}),
  } as Element;
};

/** Values that differ from the one an element has, of any style. */
const others = (style: StyleName, element: Element): readonly unknown[] => {
  const { domain } = styles[style];
  const now = (element as unknown as Readonly<Record<string, unknown>>)[style];
  switch (domain.type) {
    case 'words':
      return domain.words.filter((word) => word !== now);
    case 'pair of words':
      return domain.words.map((word) => [word, word]);
    case 'number':
      return [Math.max(domain.least, Math.min(domain.most, Number(now ?? 1) / 2 + 3))];
    default:
      return ['#123456'];
  }
};

const cases = everyKind.flatMap((element) =>
  kindSpec(element.kind).styles.map((style) => [element.kind, style, element] as const),
);

describe('a style that a kind has', () => {
  test.each(cases)('is seen: %s, %s', (_kind, style, sample) => {
    const element = telling(sample, style);
    const before = svgOf(element);
    const changed = others(style, element).map((value) => svgOf({ ...element, [style]: value } as Element));
    expect(changed.some((svg) => svg !== before)).toBe(true);
  });
});
