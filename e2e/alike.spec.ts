import { elementKinds, styles } from '@gesso/crdt-schema';
import { PNG } from 'pngjs';
import { open, type Person } from './helpers/board-page.ts';
import { give, plainPng } from './helpers/pictures.ts';
import { decodePng, differingPixels, inkPixels, mostDifferingInOnePlace } from './helpers/pixels.ts';
import { markedWords, oneOfEachMark } from './helpers/rich-text.ts';
import { expect, test } from './helpers/test.ts';

/** Size of the picture, px and board units. */
const width = 1240;
const height = 700;

/** Every kind, and every style in the place where it shows. In the page, as scripts add it. */
const fill = (person: Person): Promise<void> =>
  person.page.evaluate(
    async (marked) => {
      const forms =
        'rect ellipse diamond triangle hexagon parallelogram cylinder document cloud bubble star plus'.split(' ');
      const heads = 'arrow triangle hollow dot circle diamond bar crow'.split(' ');
      const papers = ['#ffe08a', '#ffc9a3', '#ffb8c6', '#e5c9ff', '#bfd4ff', '#b9e6ea', '#c9ecb4', '#ece8df'];
      const elements: object[] = [
        // The outermost things: the picture begins and ends with them.
        { kind: 'rect', x: 1, y: 1, width: 1238, height: 698, strokeWidth: 2, edge: 'clean', radius: 0 },
        ...forms.map((form, i) => ({
          ...{ kind: 'rect', form, x: 20 + i * 100, y: 20, width: 84, height: 70, strokeWidth: [2, 3, 5][i % 3] },
          ...{
            edge: i % 2 ? 'clean' : 'drawn',
            dash: ['solid', 'dashed', 'dotted'][i % 3],
            text: i % 2 ? 'Label' : '',
          },
          ...{ fill: ['none', '#dbe1fd', '#ffd43b', '#0b7a5c'][i % 4], fillStyle: i % 3 ? 'solid' : 'hachure' },
          ...{ radius: [0, 12, 24][i % 3], opacity: i === 5 ? 50 : 100, rotation: i === 3 ? 0.4 : 0 },
        })),
        ...['rect', 'ellipse', 'diamond'].map((kind, i) => ({
          ...{ kind, x: 20 + i * 130, y: 110, width: 110, height: 110, color: '#c0273a', text: 'top\nand left' },
          ...{ valign: ['top', 'middle', 'bottom'][i], align: ['left', 'center', 'right'][i], size: 16 },
        })),
        ...heads.map((head, i) => ({
          ...{ kind: 'arrow', x: 430 + (i % 4) * 200, y: 130 + Math.floor(i / 4) * 60, color: '#3150e0' },
          ...{
            points:
              i % 2
                ? [
                    [0, 0],
                    [70, 40],
                    [160, 10],
                  ]
                : [
                    [0, 10],
                    [160, 30],
                  ],
            heads: [head, head],
          },
          ...{ route: ['straight', 'curved', 'elbow'][i % 3], strokeWidth: 2 + (i % 3), text: i === 2 ? 'yes' : '' },
        })),
        // Too short for what is written on them.
        ...['approved', 'then'].map((text, i) => ({
          ...{ kind: 'arrow', x: 505, y: 622 + i * 10, text },
          points: [[0, 0], i === 0 ? [64, 0] : [0, 40]],
        })),
        {
          kind: 'line',
          x: 1080,
          y: 240,
          points: [
            [0, 0],
            [50, 40],
            [130, 0],
          ],
          strokeWidth: 5,
          dash: 'dashed',
        },
        ...papers.map((color, i) => ({
          ...{ kind: 'sticky', x: 20 + i * 105, y: 250, width: 95, height: 95, color, text: 'Paper', size: 18 },
        })),
        ...['hand', 'sans', 'serif', 'mono'].map((font, i) => ({
          ...{ kind: 'text', x: 870, y: 255 + i * 34, font, size: 20, text: `Ink & paper ${i}`, color: '#946300' },
        })),
        {
          kind: 'text',
          x: 1060,
          y: 330,
          width: 160,
          text: 'A column of words that wraps 漢字 ✏️ مرحبا',
          size: 18,
          align: 'right',
        },
        ...['pen', 'marker', 'highlighter'].flatMap((brush, row) =>
          [2, 4, 8, 16].map((width, i) => ({
            ...{
              kind: 'stroke',
              x: 40 + i * 150,
              y: 400 + row * 60,
              brush,
              width,
              color: ['#24272c', '#7a40cf', '#ffe14d'][row],
            },
            points: Array.from({ length: 30 }, (_, n) => [
              n * 4,
              14 * Math.sin(n / 3),
              0.2 + 0.5 * Math.abs(Math.sin(n / 7)),
            ]),
          })),
        ),
        { kind: 'frame', x: 680, y: 420, width: 260, height: 180, name: 'Sprint' },
        { kind: 'frame', x: 960, y: 420, width: 260, height: 180, name: '' },
        {
          ...{ kind: 'table', x: 690, y: 604, fill: '#dbe1fd', size: 13 },
          cells: [
            ['Who', 'What', 'Жук'],
            ['Ada', 'two\nlines', '漢字'],
          ],
        },
        {
          ...{ kind: 'text', x: 1125, y: 604, width: 100, size: 13, ...marked },
        },
      ];
      window.gesso.board.add(elements);
      window.gesso.board.add([
        { kind: 'ellipse', x: 860, y: 520, width: 140, height: 120, fill: '#fadaeb', text: 'cut off' },
        { kind: 'sticky', x: 700, y: 440, width: 90, height: 90, text: 'held', size: 18 },
      ]);
      const a = window.gesso.board.add([{ kind: 'rect', x: 60, y: 600, width: 100, height: 60, text: 'from' }])[0];
      const b = window.gesso.board.add([
        { kind: 'ellipse', x: 360, y: 590, width: 120, height: 80, text: 'to', edge: 'drawn' },
      ])[0];
      const at = [0.5, 0.5];
      window.gesso.board.add([
        {
          kind: 'arrow',
          x: 0,
          y: 0,
          points: [
            [0, 0],
            [1, 1],
          ],
          start: { element: a, at },
          end: { element: b, at },
          text: 'tied',
          edge: 'drawn',
        },
      ]);
      window.gesso.tool('hand');
      window.gesso.select([]);
      await window.gesso.settled();
    },
    { text: markedWords, marks: oneOfEachMark },
  );

/** A picture as it came, and a part of one, turned. */
const addPictures = async (person: Person): Promise<void> => {
  const file = { name: 'green.png', type: 'image/png', bytes: plainPng(60, 40, [20, 140, 90]) };
  const before = (await person.elements()).length;
  await give(person.page, 'drop', [file], [570, 560]);
  await person.has(before + 1);
  const picture = async () => (await person.elements()).find(({ kind }) => kind === 'image');
  await expect.poll(async () => (await picture())?.['asset']).not.toMatch(/^pending-/);
  const asset = (await picture())?.['asset'];
  await person.page.evaluate(async (name) => {
    const at = { kind: 'image', x: 570, y: 640, width: 60, height: 40, asset: name };
    window.gesso.board.add([{ ...at, rotation: 0.3, crop: [0.2, 0.2, 0.5, 0.5] }]);
    window.gesso.select([]);
    await window.gesso.settled();
  }, asset);
};

/** Fails for a kind, or a word of a style, that is not in the picture. */
const expectAllIn = async (person: Person): Promise<void> => {
  const all = await person.elements();
  expect(elementKinds.filter((kind) => kind !== 'unknown' && !all.some((one) => one.kind === kind))).toEqual([]);
  for (const [name, { domain }] of Object.entries(styles)) {
    const shown = new Set(all.flatMap((element) => element[name]));
    const words = 'words' in domain ? domain.words : [];
    expect([name, ...words.filter((word) => !shown.has(word))]).toEqual([name]);
  }
};

const exported = async (person: Person, format: 'png' | 'svg', theme: 'light' | 'dark'): Promise<Buffer> => {
  const base64 = await person.page.evaluate(
    async (options) => {
      const blob = await window.gesso.exportBlob({ ...options, background: true, padding: 0, scale: 1 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    },
    { format, theme } as const,
  );
  return Buffer.from(base64, 'base64');
};

/** Where letters are in faces of the machine, which a browser and a server draw by rules of their own: serif, and alphabets we have no face for. */
const foreign = [
  { x: 860, y: 315, w: 200, h: 36 },
  { x: 1060, y: 330, w: 165, h: 90 },
  { x: 970, y: 645, w: 140, h: 48 },
] as const;

const withoutForeign = (picture: Buffer): Buffer => {
  const png = decodePng(picture);
  for (const { x, y, w, h } of foreign)
    for (let row = y; row < Math.min(y + h, png.height); row++)
      png.data.fill(255, 4 * (row * png.width + x), 4 * (row * png.width + Math.min(x + w, png.width)));
  return PNG.sync.write(png);
};

/** The same from the server, once all of it is stored there. */
const fromServer = async (person: Person, theme: 'light' | 'dark'): Promise<Buffer> => {
  await expect(person.page.getByRole('status').getByText('Saved', { exact: true })).toBeVisible();
  const { origin, pathname } = new URL(person.address());
  const board = `${origin}/api/boards/${pathname.replace('/b/', '')}`;
  const answer = await person.page.request.get(`${board}/export.png?theme=${theme}&padding=0&scale=1`);
  expect(answer.status()).toBe(200);
  return await answer.body();
};

const partOf = (picture: Buffer, w: number, h: number): Buffer => {
  const part = new PNG({ width: w, height: h });
  PNG.bitblt(decodePng(picture), part, 0, 0, w, h, 0, 0);
  return PNG.sync.write(part);
};

/** What a browser makes of an SVG, with the typefaces of the page. */
const renderedSvg = async (person: Person, svg: Buffer): Promise<Buffer> => {
  await person.page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    const shown = document.importNode(parsed, true);
    shown.id = 'svg-export';
    const style = `${shown.getAttribute('style') ?? ''};position:fixed;left:0;top:0;z-index:99;font-feature-settings:normal`;
    shown.setAttribute('style', style);
    document.body.append(shown);
  }, svg.toString('utf8'));
  const picture = await person.page.screenshot({ clip: { x: 0, y: 0, width, height } });
  await person.page.evaluate(() => document.getElementById('svg-export')?.remove());
  return picture;
};

for (const theme of ['light', 'dark'] as const)
  test(`every kind and style is alike on the screen, in the PNG, in the SVG and from the server (${theme})`, async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url, {
      colorScheme: theme,
      viewport: { width: width + 20, height: height + 20 },
      // An SVG is put into the page, where its typefaces are.
      bypassCSP: true,
    });
    await fill(ada);
    await addPictures(ada);
    await expectAllIn(ada);
    await ada.page.evaluate(() => window.gesso.camera.set({ x: 0, y: 0, zoom: 1 }));
    await ada.page.mouse.move(5, height + 15);
    const screen = partOf(await ada.picture(), width, height);
    const png = await exported(ada, 'png', theme);
    expect([decodePng(png).width, decodePng(png).height]).toEqual([width, height]);
    const svg = await renderedSvg(ada, await exported(ada, 'svg', theme));
    const ink = inkPixels(decodePng(await exported(ada, 'png', 'light')));
    expect(ink).toBeGreaterThan(20_000);
    expect(differingPixels(screen, png)).toBeLessThan(ink * 0.005);
    expect(differingPixels(svg, png)).toBeLessThan(ink * 0.005);
    // Most arrowheads have more pixels than that. In an SVG the edges of letters are smoothed a little otherwise.
    expect(mostDifferingInOnePlace(screen, png)).toBeLessThan(12);
    expect(mostDifferingInOnePlace(svg, png)).toBeLessThan(36);
    const served = withoutForeign(await fromServer(ada, theme));
    // Its letters stand on the same places, smoothed by another hand: a few pixels at their edges.
    expect(differingPixels(served, withoutForeign(png))).toBeLessThan(ink * 0.015);
    expect(mostDifferingInOnePlace(served, withoutForeign(png))).toBeLessThan(36);
    await ada.leave();
  });
