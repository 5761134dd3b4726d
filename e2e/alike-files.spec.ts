import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { open, type Person } from './helpers/board-page.ts';
import { type GivenFile, give } from './helpers/pictures.ts';
import { decodePng, greatestDifference } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

/** Boards of others, drawn by the page and by the server: files of the folder named by REAL_DATA, else a small one made by hand. */

const data = process.env['REAL_DATA'] ?? join(import.meta.dirname, '../../shared/data');
/** Files that are drawn, and the most bytes of one: twenty different boards in the time of a test. */
const most = { files: 20, bytes: 600_000 };
/** px of the longer side of a picture. */
const side = 1_600;
/** px of the places that are compared: letters are fitted to pixels by rules of the machine, within them. */
const place = 8;

const ownFile: GivenFile = {
  name: 'own.excalidraw',
  type: '',
  bytes: Buffer.from(
    JSON.stringify({
      type: 'excalidraw',
      version: 2,
      elements: [
        {
          id: 'a',
          type: 'rectangle',
          x: 0,
          y: 0,
          width: 320,
          height: 180,
          strokeColor: '#1971c2',
          backgroundColor: '#a5d8ff',
        },
        {
          id: 'b',
          type: 'diamond',
          x: 500,
          y: 0,
          width: 220,
          height: 180,
          strokeColor: '#e03131',
          fillStyle: 'hachure',
        },
        {
          id: 'c',
          type: 'arrow',
          x: 330,
          y: 90,
          width: 160,
          height: 0,
          points: [
            [0, 0],
            [160, 0],
          ],
          endArrowhead: 'arrow',
        },
        { id: 'd', type: 'text', x: 40, y: 260, width: 300, height: 30, text: 'A board of another', fontSize: 24 },
        {
          id: 'e',
          type: 'freedraw',
          x: 500,
          y: 260,
          points: Array.from({ length: 60 }, (_, i) => [i * 4, 30 * Math.sin(i / 5)]),
        },
      ],
      files: {},
    }),
  ),
};

const realFiles = (): readonly GivenFile[] => {
  const paths = ['tldr', 'excalidraw'].flatMap((folder) => {
    const path = join(data, folder);
    return existsSync(path)
      ? readdirSync(path)
          .sort()
          .map((name) => join(path, name))
      : [];
  });
  const files = paths.map((path) => ({ name: basename(path), type: '', bytes: readFileSync(path) }));
  return files.filter(({ bytes }) => bytes.length <= most.bytes).slice(0, most.files);
};

const real = realFiles();
if (real.length === 0) console.log('no boards of others here (REAL_DATA): one made by hand instead');

/** Leaves letters out for which there is no face of our own: a browser and a server draw them by rules of their own. */
const withOwnFaces = (person: Person): Promise<void> =>
  person.page.evaluate(() => {
    for (const { id, text, name } of window.gesso.board.elements()) {
      const own = (value: unknown) => String(value).replace(/[^\n -~\u00a1-\u00ff]/gu, '');
      if (typeof text === 'string' && own(text) !== text) window.gesso.board.patch(String(id), { text: own(text) });
      if (typeof name === 'string' && own(name) !== name) window.gesso.board.patch(String(id), { name: own(name) });
    }
  });

/** The server has the pictures that came along. */
const areSent = async (person: Person): Promise<void> => {
  const pending = async () =>
    (await person.elements()).filter(({ asset }) => String(asset).startsWith('pending-')).length;
  await expect.poll(pending, { timeout: 30_000 }).toBe(0);
};

/** What the page makes of the whole board, at a scale at which it fits. */
const ofPage = async (person: Person, scale: number): Promise<Buffer> => {
  const base64 = await person.page.evaluate(
    async (options) => {
      await window.gesso.settled();
      const blob = await window.gesso.exportBlob(options);
      let text = '';
      for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
      return btoa(text);
    },
    { format: 'png', theme: 'light', background: true, padding: 0, scale, keepBoard: false } as const,
  );
  return Buffer.from(base64, 'base64');
};

const ofServer = async (person: Person, scale: number): Promise<Buffer> => {
  await person.sees('saved');
  const { origin, pathname } = new URL(person.address());
  const board = `${origin}/api/boards/${pathname.replace('/b/', '')}`;
  const answer = await person.page.request.get(`${board}/export.png?theme=light&padding=0&scale=${scale}`);
  expect(answer.status()).toBe(200);
  return await answer.body();
};

for (const file of real.length === 0 ? [ownFile] : real) {
  test(`${file.name} looks the same drawn by the page and by the server`, async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await give(ada.page, 'drop', [file], [640, 400]);
    await expect(ada.page.getByText(/^Brought /)).toBeVisible({ timeout: 30_000 });
    await withOwnFaces(ada);
    await areSent(ada);
    const size = await ofPage(ada, 0.1);
    const { width, height } = decodePng(size);
    const scale = Math.min(1, Math.round((side / Math.max(width, height)) * 10) / 100);
    expect(greatestDifference(await ofPage(ada, scale), await ofServer(ada, scale), place)).toBeLessThan(24);
    await ada.leave();
  });
}
