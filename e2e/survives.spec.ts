import process from 'node:process';
import { open } from './helpers/board-page.ts';
import { startServer } from './helpers/server.ts';
import { expect, test } from './helpers/test.ts';

test.describe('nothing is lost', () => {
  test('a reload shows the board as it was', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.draw([
      [300, 300],
      [420, 360],
      [600, 300],
    ]);
    await ada.sees('saved');
    const before = await ada.elements();
    await ada.page.reload();
    await ada.has(1);
    expect(await ada.elements()).toEqual(before);
    await ada.leave();
  });

  test('20 kills of the server in the middle of drawing lose nothing shown as saved or seen by the peer', async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const server = await startServer();
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ben.sees('saved');
    const promised = new Set<string>();
    const remember = async () => {
      for (const { id } of await ben.elements()) promised.add(id);
      if ((await ada.status()).sync === 'saved') for (const { id } of await ada.elements()) promised.add(id);
    };

    for (let round = 0; round < 20; round += 1) {
      const strokes = (async () => {
        for (let n = 0; n < 4; n += 1) {
          const y = 120 + ((round * 4 + n) % 60) * 8;
          await ada.draw([
            [300, y],
            [300 + round * 10 + n * 20, y + 6],
            [900, y],
          ]);
          await remember();
        }
      })();
      // The kill falls wherever the drawing happens to be: after a number of strokes that changes from round to round.
      await ben.page.waitForFunction(
        (least) => window.gesso.board.elements().length >= least,
        round * 4 + (round % 3) + 1,
      );
      await server.kill();
      await strokes;
      await server.start();

      // What is on disk, read by a person who was not there: no browser of before may lend it from its memory.
      const witness = await open(browser, ada.address());
      await witness.sees('saved');
      const stored = new Set((await witness.elements()).map(({ id }) => id));
      const missing = [...promised].filter((id) => !stored.has(id));
      expect(missing, `after kill ${round + 1}`).toEqual([]);
      await witness.leave();

      await ada.has((round + 1) * 4);
      await ben.has((round + 1) * 4);
      await ada.sees('saved');
    }
    expect(await ben.elements()).toEqual(await ada.elements());
    expect(promised.size).toBeGreaterThan(40);
    await ada.leave();
    await ben.leave();
    await server.dispose();
  });

  test('what is drawn offline is kept over a closed tab and merges on return', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ada.draw([
      [300, 200],
      [600, 220],
    ]);
    await ben.has(1);

    await ada.context.setOffline(true);
    await ada.sees('offline');
    await ada.draw([
      [300, 300],
      [600, 320],
    ]);
    await ada.draw([
      [300, 340],
      [600, 360],
    ]);
    await expect(ada.page.locator('.status')).toContainText('2 changes kept here');
    await ben.draw([
      [300, 500],
      [600, 520],
    ]);
    await ben.has(2);

    await ada.context.setOffline(false);
    await ada.has(4);
    await ada.sees('saved');
    await ben.has(4);
    expect(await ben.elements()).toEqual(await ada.elements());
    await ada.leave();
    await ben.leave();
  });

  test('offline work survives the tab: it is there after reopening, and reaches the others', async ({ browser }) => {
    const server = await startServer();
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ben.sees('saved');
    await server.kill();
    await ada.sees('offline');
    await ada.draw([
      [300, 300],
      [600, 320],
    ]);
    await ada.page.close();
    await server.start();
    const again = await ada.context.newPage();
    await again.goto(ben.address());
    await again.waitForFunction(() => window.gesso?.board.elements().length === 1);
    await ben.has(1);
    await ada.leave();
    await ben.leave();
    await server.dispose();
  });

  test('deleting a big board and taking that back is saved like anything else', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ada.page.evaluate(() => {
      const points = Array.from({ length: 60 }, (_, i) => [i * 3.1, 20 * Math.sin(i * 1.7)]);
      const strokes = Array.from({ length: 9_000 }, (_, i) => ({
        kind: 'stroke',
        x: (i % 100) * 200,
        y: Math.floor(i / 100) * 60,
        points,
      }));
      window.gesso.board.add(strokes);
    });
    // As long as a slow machine takes for 9,000 strokes, many at once.
    const patient = { timeout: 45_000 };
    const isSaved = () => expect.poll(async () => (await ada.status()).sync, patient).toBe('saved');
    await isSaved();
    await ada.page.keyboard.press('Control+a');
    await ada.page.keyboard.press('Delete');
    const bens = () => ben.page.evaluate(() => window.gesso.board.elements().length);
    await expect.poll(bens, patient).toBe(0);
    await ada.page.keyboard.press('Control+z');
    await expect.poll(bens, patient).toBe(9_000);
    await isSaved();
    expect((await ada.status()).unsaved).toBe(0);
    await ada.leave();
    await ben.leave();
  });

  test('a full disk is told, nothing is called saved, and all is saved once there is space, without a reload', async ({
    browser,
  }) => {
    test.skip(process.platform !== 'linux', 'only Linux can change the file-size limit of a running process');
    const server = await startServer();
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ada.draw([
      [300, 200],
      [600, 220],
    ]);
    await ada.sees('saved');
    server.limitFiles(4096);
    await ada.draw([
      [300, 300],
      [600, 320],
    ]);
    await expect(ada.page.getByText('The server cannot store changes at the moment.')).toBeVisible();
    await ada.draw([
      [300, 400],
      [600, 420],
    ]);
    await ada.sees('saving');
    expect((await ada.status()).unsaved).toBe(2);
    // Drawing together goes on meanwhile.
    await ben.has(3);

    server.limitFiles(undefined);
    await ada.sees('saved');
    expect((await ada.status()).unsaved).toBe(0);
    await expect(ada.page.getByText('The server cannot store changes at the moment.')).toHaveCount(0);
    await server.kill();
    await server.start();
    const witness = await open(browser, ada.address());
    await witness.has(3);
    for (const person of [ada, ben, witness]) await person.leave();
    await server.dispose();
  });

  test('a graceful stop ends with 0 and people come back by themselves', async ({ browser }) => {
    const server = await startServer();
    const ada = await open(browser, server.url);
    await ada.draw([
      [300, 300],
      [600, 320],
    ]);
    await ada.sees('saved');
    expect(await server.stop()).toBe(0);
    await ada.sees('offline');
    await server.start();
    await ada.sees('saved');
    await ada.has(1);
    await ada.leave();
    await server.dispose();
  });
});
