import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Element } from '@gesso/crdt-schema';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { exportPdf, type PdfFace, type PdfOptions } from '../src/pdf/index.ts';
import { everyKind, samples } from './samples.ts';

const app = createRequire(new URL('../../canvas-app/package.json', import.meta.url));
const face = (family: string, file: string): PdfFace => ({
  ...{ family, weight: '400', unicodeRange: 'U+0-10FFFF' },
  bytes: readFileSync(app.resolve(file)),
});
const hand = (part: string) =>
  face('Shantell Sans', `@fontsource/shantell-sans/files/shantell-sans-${part}-500-normal.woff2`);
const faces = [
  hand('latin'),
  hand('cyrillic'),
  face('Inter Variable', '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  face('JetBrains Mono', '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2'),
];

const pdfOf = (pages: readonly (readonly Element[])[], more: Partial<PdfOptions> = {}) =>
  exportPdf(
    {
      ...{ title: 'Plan für morgen', theme: 'light', background: 'theme', padding: 16, faces },
      pages: pages.map((elements, i) => ({ name: `Page ${i + 1}`, elements })),
      ...more,
    },
    async () => undefined,
  );

/** What a reader finds in a file: the texts of each page, its size and its title. */
async function read(bytes: Uint8Array) {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const doc = await task.promise;
  const pages = [];
  for (let i = 1; i <= doc.numPages; i += 1) {
    const page = await doc.getPage(i);
    const { items } = await page.getTextContent();
    const view = page.getViewport({ scale: 1 });
    const links = (await page.getAnnotations()).map(({ url }) => url as string);
    pages.push({
      text: items.map((item) => ('str' in item ? item.str : '')).join(''),
      size: [view.width, view.height],
      links,
    });
  }
  const { info } = await doc.getMetadata();
  const names = ((await doc.getOutline()) ?? []).map(({ title }) => title);
  await task.destroy();
  return { pages, title: (info as { Title?: string }).Title, names };
}

describe('an exported PDF', () => {
  test('has a page for each drawing, as large as it, with a title and the names of the pages', async () => {
    const { pages, title, names } = await read(await pdfOf([[samples.rect], everyKind, []]));
    expect(pages).toHaveLength(3);
    expect(title).toBe('Plan für morgen');
    expect(names).toEqual(['Page 1', 'Page 2', 'Page 3']);
  });

  test('has letters that can be found: umlauts, Cyrillic, in every font, each once', async () => {
    const { text: _text, ...plain } = samples.text;
    const words = ['Größe für Öl', 'Жук и Яна', 'Traffic flow 1–2'];
    for (const font of ['hand', 'sans', 'serif', 'mono'] as const) {
      const elements = words.map((text, i) => ({ ...plain, font, text, y: i * 90, id: `${i}` }) as Element);
      const [page] = (await read(await pdfOf([elements]))).pages;
      expect(page?.text).toBe(words.join(''));
    }
    const bold = { ...samples.text, text: 'strong', marks: [{ from: 0, to: 6, bold: true }] } as Element;
    expect((await read(await pdfOf([[bold]]))).pages[0]?.text).toBe('strong');
  });

  test('finds letters that no face has behind a picture of them', async () => {
    const asked: string[] = [];
    const text = 'plan 漢字漢 ok';
    const bytes = await pdfOf(
      [
        [
          { ...samples.text, text },
          { ...samples.text, id: 'rtl', text: 'مرحبا' },
        ],
      ],
      {
        paintForeign: (line) => {
          asked.push(line.text);
          const { width, height } = line;
          return { width, height, data: new Uint8Array(4 * width * height) };
        },
      },
    );
    // Letters that stand for themselves once each, however often they are written.
    expect(asked.toSorted()).toEqual(['مرحبا', '字', '漢']);
    const found = (await read(bytes)).pages[0]?.text;
    expect(found).toContain(text);
    expect(found).toContain('مرحبا');
  });

  test('leads where its elements lead, and is not held up by what it cannot read', async () => {
    const broken = { ...faces[0], bytes: new Uint8Array([1, 2, 3]) } as PdfFace;
    const bytes = await pdfOf([[{ ...samples.rect, link: 'https://example.org/a?b=1' }, samples.text]], {
      faces: [broken, ...faces.slice(2)],
      picture: () => new Uint8Array([9, 9, 9]),
    });
    expect((await read(bytes)).pages[0]?.links).toEqual(['https://example.org/a?b=1']);
  });

  test('leads from a file where its links lead on the site, and to addresses with any letters', async () => {
    const links = ['https://de.wikipedia.org/wiki/Größe', '/b/other', '#e=1', 'mailto:ann@example.org'];
    const elements = links.map((link, i) => ({ ...samples.rect, id: `${i}`, y: i * 300, link }) as Element);
    const abroad = ['https://de.wikipedia.org/wiki/Gr%C3%B6%C3%9Fe', 'mailto:ann@example.org'];
    const linksOf = async (more: Partial<PdfOptions>) =>
      (await read(await pdfOf([elements], more))).pages[0]?.links.toSorted();
    expect(await linksOf({})).toEqual(abroad);
    const within = ['https://gesso.example/b/board#e=1', 'https://gesso.example/b/other'];
    expect(await linksOf({ base: 'https://gesso.example/b/board' })).toEqual([...abroad, ...within].toSorted());
  });
});
