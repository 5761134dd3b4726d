import { PNG } from 'pngjs';
import { open } from './helpers/board-page.ts';
import { colorAt, type GivenFile, give } from './helpers/pictures.ts';
import { expect, test } from './helpers/test.ts';

test.describe('what is brought in', () => {
  test('a template is offered beside an empty board, and put in view as one step', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.getByRole('button', { name: 'Begin with a template' }).click();
    const dialog = ada.page.getByRole('dialog', { name: 'Templates' });
    await expect(dialog.getByRole('button', { name: 'Weekly plan' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Kanban board' }).click();
    await expect(dialog).toBeHidden();
    await ada.has(12);
    await ada.page.keyboard.press('Control+z');
    await ada.has(0);
    await ada.leave();
  });

  test('a diagram of Mermaid, a table and an SVG become what they show', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const chart = { name: 'chart.mmd', type: '', bytes: Buffer.from('flowchart LR\n  one --> two\n') };
    await give(ada.page, 'drop', [chart], [400, 300]);
    await ada.has(3);
    const kinds = async () => (await ada.elements()).map(({ kind }) => kind).sort();
    expect(await kinds()).toEqual(['arrow', 'rect', 'rect']);
    const csv = { name: 'plan.csv', type: '', bytes: Buffer.from('day,who\nMonday,Ada\n') };
    await give(ada.page, 'drop', [csv], [400, 600]);
    await ada.has(4);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><circle cx="20" cy="20" r="20" fill="#e03131"/></svg>';
    await give(ada.page, 'drop', [{ name: 'dot.svg', type: 'image/svg+xml', bytes: Buffer.from(svg) }], [800, 600]);
    await ada.has(5);
    expect(await kinds()).toEqual(['arrow', 'ellipse', 'rect', 'rect', 'table']);
    await ada.leave();
  });

  test('a picture that is mirrored in Excalidraw comes mirrored', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const png = new PNG({ width: 40, height: 20 });
    for (let i = 0; i < png.data.length; i += 4)
      png.data.set((i / 4) % 40 < 20 ? [224, 49, 49, 255] : [25, 113, 194, 255], i);
    const dataURL = `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`;
    const image = { id: 'a', type: 'image', x: 0, y: 0, width: 400, height: 200, fileId: 'f', scale: [-1, 1] };
    const scene = {
      type: 'excalidraw',
      version: 2,
      elements: [image],
      files: { f: { mimeType: 'image/png', dataURL } },
    };
    await give(
      ada.page,
      'drop',
      [{ name: 'two.excalidraw', type: '', bytes: Buffer.from(JSON.stringify(scene)) }],
      [640, 400],
    );
    await ada.has(1);
    await ada.page.evaluate(() => window.gesso.select([]));
    const isBlue = async (x: number) => {
      const [red, , blue] = await colorAt(ada, [x, 400]);
      return blue > 150 && red < 80;
    };
    await expect.poll(() => isBlue(540)).toBe(true);
    expect(await isBlue(740)).toBe(false);
    await ada.leave();
  });
});

/** A PDF as it is written by hand: objects from 1 on, and what its trailer says besides its root. A reader finds them without a table. */
const pdfFile = (objects: readonly string[], more = ''): GivenFile => ({
  name: 'by hand.pdf',
  type: 'application/pdf',
  bytes: Buffer.from(
    `%PDF-1.4\n${objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`).join('')}trailer <</Root 1 0 R ${more}>>\n`,
  ),
});

/** A PDF of empty pages, so many and so large (points). */
const pagesOf = (count: number, side: number): readonly string[] => {
  const kids = Array.from({ length: count }, (_, i) => `${i + 3} 0 R`);
  return [
    '<</Type /Catalog /Pages 2 0 R>>',
    `<</Type /Pages /Kids [${kids.join(' ')}] /Count ${count}>>`,
    ...kids.map(() => `<</Type /Page /Parent 2 0 R /MediaBox [0 0 ${side} ${side}]>>`),
  ];
};

test.describe('a PDF', () => {
  test('comes page by page, each a locked picture below the one before, as one step', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const bytes = await ada.page.evaluate(async () => {
      const box = { y: 0, width: 400, height: 300 };
      window.gesso.board.add([
        { kind: 'frame', x: 0, ...box, name: 'one' },
        { kind: 'rect', x: 50, ...box, y: 50, width: 300, height: 200, color: '#e03131', fill: '#e03131' },
        { kind: 'frame', x: 500, ...box, name: 'two' },
        { kind: 'rect', x: 550, ...box, y: 50, width: 300, height: 200, color: '#1971c2', fill: '#1971c2' },
      ]);
      const blob = await window.gesso.exportBlob({ format: 'pdf' });
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    const ben = await open(browser, server.url);
    const strangers: string[] = [];
    ben.page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith('data:') && !url.startsWith('blob:') && new URL(url).host !== new URL(server.url).host)
        strangers.push(url);
    });
    const worker = ben.page.waitForEvent('worker', (one) => /pdf-worker/.test(one.url()));
    const plan = { name: 'plan.pdf', type: 'application/pdf', bytes: Buffer.from(bytes) };
    await give(ben.page, 'drop', [plan], [640, 400]);
    await worker;
    await ben.has(2);
    await expect(ben.page.getByText('Brought 2 elements.')).toBeVisible();
    const [first, second] = await ben.elements();
    for (const one of [first, second]) expect(one).toMatchObject({ kind: 'image', locked: true, x: first?.x });
    expect(first).toMatchObject({ alt: 'plan.pdf 1' });
    expect(Number(second?.y)).toBeGreaterThan(Number(first?.y) + Number(first?.['height']));
    const middles = await ben.page.evaluate(() => {
      window.gesso.select([]);
      window.gesso.camera.fit();
      const { x, y, zoom } = window.gesso.camera.get();
      return window.gesso.board
        .elements()
        .map((one) => [
          Math.round((one.x + Number(one['width']) / 2 - x) * zoom),
          Math.round((one.y + Number(one['height']) / 2 - y) * zoom),
        ]);
    });
    const near = (color: readonly number[], [r, g, b]: readonly [number, number, number]) =>
      Math.hypot((color[0] ?? 0) - r, (color[1] ?? 0) - g, (color[2] ?? 0) - b) < 40;
    const [top, below] = middles as [[number, number], [number, number]];
    await expect.poll(async () => near(await colorAt(ben, top), [224, 49, 49])).toBe(true);
    await expect.poll(async () => near(await colorAt(ben, below), [25, 113, 194])).toBe(true);
    await ben.page.keyboard.press('Control+z');
    await ben.has(0);
    expect(strangers).toEqual([]);
    await ada.leave();
    await ben.leave();
  });

  test('has its letters also where it holds no typeface, and tells of the pages that are too many', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const letters = 'BT /F 80 Tf 10 20 Td (HHH) Tj ET';
    const written = pdfFile([
      '<</Type /Catalog /Pages 2 0 R>>',
      '<</Type /Pages /Kids [3 0 R] /Count 1>>',
      '<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>',
      `<</Length ${letters.length}>>\nstream\n${letters}\nendstream`,
      '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
    ]);
    const face = ada.page.waitForResponse(/LiberationSans-Regular/);
    await give(ada.page, 'drop', [written], [640, 400]);
    expect((await face).ok()).toBe(true);
    await ada.has(1);
    const dark = await ada.page.evaluate(async () => {
      window.gesso.select([]);
      const picture = await createImageBitmap(await window.gesso.exportBlob({ format: 'png', padding: 0 }));
      const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
      context?.drawImage(picture, 0, 0);
      const { data } = context?.getImageData(0, 0, picture.width, picture.height) ?? { data: [] };
      let count = 0;
      for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 100) count += 1;
      return count / (data.length / 4);
    });
    expect(dark).toBeGreaterThan(0.1);
    await ada.page.keyboard.press('Control+z');
    await ada.has(0);
    await give(ada.page, 'drop', [pdfFile(pagesOf(103, 12))], [640, 400]);
    await ada.has(100);
    await expect(ada.page.getByText('3 could not be carried: 3 pages, behind as many as are brought.')).toBeVisible();
    await ada.leave();
  });

  test('tells how far it is, and is given up with nothing left of it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    // As on a slow device: it is told of pages from some seconds on, in which a fast one has read all of them.
    await ada.page.evaluate(() => {
      const { prototype } = HTMLCanvasElement;
      const atOnce = prototype.toBlob;
      prototype.toBlob = function (this: HTMLCanvasElement, ...args) {
        setTimeout(() => atOnce.apply(this, args), 100);
      };
    });
    await give(ada.page, 'drop', [pdfFile(pagesOf(100, 900))], [640, 400]);
    const progress = ada.page.getByText(/Reading “by hand.pdf”: page \d+ of 100/);
    await expect(progress).toBeVisible();
    await ada.page.getByRole('button', { name: 'Cancel' }).click();
    await expect(progress).toBeHidden();
    await ada.has(0);
    // The next is read as if nothing had been.
    await give(ada.page, 'drop', [pdfFile(pagesOf(1, 100))], [640, 400]);
    await ada.has(1);
    await ada.leave();
  });

  test('that is damaged or protected is refused with what to do', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const damaged = { name: 'broken.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7\nno more of it') };
    await give(ada.page, 'drop', [damaged], [640, 400]);
    await expect(ada.page.getByText('“broken.pdf” is damaged or not complete.', { exact: false })).toBeVisible();
    const zeros = `<${'00'.repeat(32)}>`;
    const lock = `<</Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O ${zeros} /U ${zeros}>>`;
    const locked = pdfFile([...pagesOf(1, 100), lock], '/Encrypt 4 0 R /ID [<00> <00>]');
    await give(ada.page, 'drop', [locked], [640, 400]);
    await expect(ada.page.getByText('“by hand.pdf” is protected by a password.', { exact: false })).toBeVisible();
    await ada.has(0);
    await ada.leave();
  });
});
