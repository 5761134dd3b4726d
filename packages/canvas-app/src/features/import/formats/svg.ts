import { type NewElement, newElementId } from '@gesso/crdt-schema';
import { newTally, type Pause, type Read, refusal } from '../format.ts';
import { holdPictures } from '../held-pictures.ts';
import { importLimits } from '../limits.ts';
import { readText } from '../read-text.ts';
import { readXml, type XmlNode } from '../read-xml.ts';
import { type Matrix, matrixOf, still, times } from './svg-matrix.ts';
import { hasUnreadStyle, type Look, lengthOf, lookOf, type Rules, rulesIn } from './svg-style.ts';
import { elementsOf, type Reading } from './svg-things.ts';

/** Copies by `use` within each other, and things that are painted, at most. */
const deepestUse = 8;
const mostThings = 50_000;

/** Points of all lines at most: a small file may name one long path a thousand times. */
const mostPoints = 1_000_000;

const counterOf = (most: number) => {
  let sum = 0;
  return (n: number): void => {
    sum += n;
    if (sum > most) throw refusal('tooMany');
  };
};

/** What is looked into, what is never painted by itself, and what says nothing of a picture. */
const holders = new Set(['svg', 'g', 'a', 'switch']);
const unseen = new Set(
  'defs title desc metadata style symbol marker clipPath mask pattern linearGradient radialGradient filter namedview'.split(
    ' ',
  ),
);

interface Within {
  readonly matrix: Matrix;
  readonly look: Look;
  readonly opacity: number;
  readonly link: string | undefined;
  readonly groups: readonly string[];
  readonly uses: number;
}

interface Sheet {
  readonly rules: Rules;
  /** Whether its style sheets were read as a whole. */
  readonly isWhole: boolean;
  readonly byId: ReadonlyMap<string, XmlNode>;
}

function sheetOf(root: XmlNode): Sheet {
  const byId = new Map<string, XmlNode>();
  let css = '';
  const visit = (node: XmlNode): void => {
    const { id } = node.attributes;
    if (id !== undefined && !byId.has(id)) byId.set(id, node);
    if (node.name === 'style') css += `${node.text}\n`;
    node.children.forEach(visit);
  };
  visit(root);
  return { ...rulesIn(css), byId };
}

/** Where what is in an `svg` lies, by its place, size and view box. */
function viewOf({ attributes }: XmlNode, isRoot: boolean): Matrix {
  const [x, y] = isRoot ? [0, 0] : [lengthOf(attributes['x'], 0), lengthOf(attributes['y'], 0)];
  const [left = 0, top = 0, w = 0, h = 0] = (attributes['viewBox'] ?? '').split(/[\s,]+/).map(Number);
  if (!(w > 0) || !(h > 0)) return [1, 0, 0, 1, x, y];
  const [width, height] = [lengthOf(attributes['width'], w), lengthOf(attributes['height'], h)];
  const scale = Math.min(width / w, height / h);
  if (!(scale > 0) || !Number.isFinite(scale)) return still;
  const [dx, dy] = [(width - w * scale) / 2, (height - h * scale) / 2];
  return [scale, 0, 0, scale, x + dx - left * scale, y + dy - top * scale];
}

/** Paints an SVG into elements, in its order. */
function painter(sheet: Sheet, reading: Reading, pause: Pause) {
  const elements: NewElement[] = [];
  let painted = 0;
  const visit = async (node: XmlNode, outer: Within, isRoot: boolean): Promise<void> => {
    if (unseen.has(node.name)) return;
    painted += 1;
    if (painted > mostThings) throw refusal('tooMany');
    await pause();
    const look = lookOf(node, outer.look, sheet.rules);
    if (look['display'] === 'none' || look['visibility'] === 'hidden') return;
    for (const name of ['clip-path', 'mask', 'filter'])
      if ((look[name] ?? 'none') !== 'none') reading.tally.change('style');
    if (hasUnreadStyle(look)) reading.tally.change('style');
    const opacity = outer.opacity * Math.min(1, Math.max(0, lengthOf(look['opacity'], 1)));
    const matrix = times(outer.matrix, matrixOf(node.attributes['transform']));
    const link = node.name === 'a' ? (node.attributes['href'] ?? outer.link) : outer.link;
    const inner: Within = { ...outer, look, opacity, matrix, link };
    if (node.name === 'use') return await use(node, inner);
    if (holders.has(node.name)) {
      const moved = node.name === 'svg' ? { ...inner, matrix: times(matrix, viewOf(node, isRoot)) } : inner;
      for (const child of node.children) await visit(child, moved, false);
      return;
    }
    const made = elementsOf({ node, ...inner }, reading);
    if (made === undefined) reading.tally.lose('unknown');
    // One path may be a hundred thousand lines: more than a call takes.
    else for (const one of made) elements.push(one);
  };
  /** A copy of something in the same file; nothing is fetched for one elsewhere. */
  const use = async (node: XmlNode, inner: Within): Promise<void> => {
    const address = node.attributes['href'] ?? '';
    const target = address.startsWith('#') ? sheet.byId.get(address.slice(1)) : undefined;
    if (target === undefined || inner.uses >= deepestUse) {
      reading.tally.lose('unknown');
      return;
    }
    const by: Matrix = [1, 0, 0, 1, lengthOf(node.attributes['x'], 0), lengthOf(node.attributes['y'], 0)];
    const within = { ...inner, uses: inner.uses + 1, matrix: times(inner.matrix, by) };
    await visit(target.name === 'symbol' ? { ...target, name: 'g' } : target, within, false);
  };
  return { elements, visit };
}

/** Whether it was saved by WBO: all that is drawn there lies in one group of that name. */
const isWbo = (source: string): boolean =>
  /<g\b[^>]{0,200}\bid=["']drawingArea["']/.test(source.slice(0, importLimits.head));

/**
 * An SVG as elements, all in one group: boards of WBO with what could be carried, any other only where it is nothing but what a board
 * has, which is else better kept as a picture. Rejects with a `refusal`. Format: https://www.w3.org/TR/SVG2/, of it what stands still.
 */
export const readSvgShapes: Read = async (bytes, pause) => {
  const source = readText(bytes);
  const root = await readXml(source, pause);
  if (root.name !== 'svg') throw refusal('damaged');
  const tally = newTally();
  const pictures = holdPictures();
  const isInk = isWbo(source);
  const sheet = sheetOf(root);
  if (!sheet.isWhole) tally.change('style');
  const { elements, visit } = painter(sheet, { tally, pictures, isInk, count: counterOf(mostPoints) }, pause);
  const groups = isInk ? [] : [newElementId()];
  await visit(root, { matrix: still, look: {}, opacity: 1, link: undefined, groups, uses: 0 }, true);
  const report = tally.report(elements);
  const isSame = Object.keys({ ...report.lost, ...report.changed }).length === 0;
  if (!isInk && !isSame) throw refusal('empty');
  return { elements, report, pictures: pictures.pictures };
};
