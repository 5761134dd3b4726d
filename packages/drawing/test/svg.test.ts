import type { Element } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { createSvgContext, escapeXml, exportedBox, exportSvg } from '../src/index.ts';
import { everyKind, pointsOf, samples } from './samples.ts';

const options = { background: 'none', theme: 'light', padding: 10 } as const;
const svgOf = (...elements: Element[]) => exportSvg({ ...options, elements });

/** Every attribute closed, every tag closed in order: enough to say that a parser would take it. */
const wellFormed = (svg: string): boolean => {
  const open: string[] = [];
  const tag = /<(\/?)([a-zA-Z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>|[^<]+/gy;
  let at = 0;
  for (const match of svg.matchAll(tag)) {
    if (match.index !== at) return false;
    at += match[0].length;
    const [, closing, name, , single] = match;
    if (!name || single) continue;
    if (!closing) open.push(name);
    else if (open.pop() !== name) return false;
  }
  return at === svg.length && open.length === 0;
};

describe('an exported SVG', () => {
  test('has every kind, is well formed and as large as the content with its padding', () => {
    const svg = svgOf(...everyKind.map((e): Element => ({ ...e, rotation: 0.3, opacity: 60 })));
    expect(wellFormed(svg)).toBe(true);
    const box = exportedBox({ elements: [samples.rect], padding: 10 });
    expect(svgOf(samples.rect)).toContain(`viewBox="0 0 ${box.w} ${box.h}"`);
    expect(wellFormed(exportSvg({ ...options, elements: [] }))).toBe(true);
  });

  test('writes by hand at a weight of 500, as the screen does, and in the other fonts at 400', () => {
    expect(svgOf({ ...samples.text, font: 'hand' })).toMatch(/<text [^>]*font-weight="500"/);
    for (const font of ['sans', 'serif', 'mono'] as const)
      expect(svgOf({ ...samples.text, font })).not.toContain('font-weight');
  });

  test('leaves ligatures out by its style, and words as they are', () => {
    const svg = svgOf({ ...samples.text, text: 'Traffic flow', font: 'hand' });
    expect(svg).toContain('font-variant-ligatures:no-common-ligatures');
    expect(svg).toContain('>Traffic flow</text>');
  });

  test('lets no text out of its element', () => {
    const evil = '</text><script>alert(1)</script>&"\' \u0000\u0008\ud800 ]]>';
    const svg = svgOf(
      { ...samples.text, text: evil },
      { ...samples.frame, name: evil },
      { ...samples.sticky, text: evil },
    );
    expect(svg).not.toContain('<script');
    expect(wellFormed(svg)).toBe(true);
    expect(escapeXml('a\u0000b\ud800c😀\n')).toBe('abc😀\n');
  });

  test('lets no color or address out of its attribute', () => {
    const svg = exportSvg({
      ...options,
      elements: [{ ...samples.rect, color: '"/><script>' }, samples.image],
      picture: () => ({ source: 'data:image/png;base64,AA"onload="x', width: 4, height: 2 }),
    });
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('"onload');
    expect(wellFormed(svg)).toBe(true);
  });

  test('paints in order, over the background asked for', () => {
    const low = { ...samples.rect, id: 'a', z: 'a1', color: '#111111' };
    const high = { ...samples.rect, id: 'b', z: 'a2', color: '#222222' };
    const svg = exportSvg({ ...options, background: 'theme', elements: [high, low] });
    expect(svg.indexOf('#fbfaf7')).toBeLessThan(svg.indexOf('#111111'));
    expect(svg.indexOf('#111111')).toBeLessThan(svg.indexOf('#222222'));
    expect(svgOf(low)).not.toContain('#fbfaf7');
  });

  test('multiplies a highlighter and clips a sticky', () => {
    expect(svgOf({ ...samples.stroke, brush: 'highlighter' })).toContain('mix-blend-mode:multiply');
    const svg = svgOf(samples.sticky);
    expect(svg).toContain('<g clip-path="url(#clip0)"><text');
  });

  test('writes right-to-left text from its right side', () => {
    const svg = svgOf({ ...samples.text, text: 'שלום', align: 'left' });
    expect(svg).toContain('text-anchor="end" direction="rtl"');
    expect(svgOf({ ...samples.text, text: 'abc', align: 'right' })).toContain('text-anchor="end"');
  });

  test('turns whole circles and quarter arcs', () => {
    const { g, body } = createSvgContext();
    g.beginPath();
    g.arc(10, 10, 5, 0, 2 * Math.PI);
    g.fill();
    g.beginPath();
    g.arc(0, 0, 10, -Math.PI / 2, 0);
    g.stroke();
    expect(body()).toContain('M15 10A5 5 0 0 1 5 10A5 5 0 0 1 15 10');
    expect(body()).toContain('A10 10 0 0 1 10 0"');
  });

  test('shows a crop as the part of the picture', () => {
    const svg = exportSvg({
      ...options,
      elements: [{ ...samples.image, crop: [0.5, 0, 0.5, 1] }],
      picture: () => ({ source: 'data:,x', width: 40, height: 20 }),
    });
    expect(svg).toContain('viewBox="20 0 20 20"');
    expect(svg).toContain('href="data:,x"');
  });

  test('a single dot still makes a picture', () => {
    expect(wellFormed(svgOf({ ...samples.stroke, points: pointsOf([[0, 0]]) }))).toBe(true);
  });
});
