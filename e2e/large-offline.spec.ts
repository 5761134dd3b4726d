import { open } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

/** More than the server takes in one frame: ink that was drawn while it could not be reached. */
const strokes = 400;
const pointsEach = 9_000;

test('more work than one frame holds, done without the server, is saved once it is back', async ({
  browser,
  server,
}) => {
  test.setTimeout(120_000);
  const ada = await open(browser, server.url);
  await expect.poll(async () => (await ada.status()).sync).toBe('saved');
  await server.kill();
  await ada.page.evaluate(
    ([count, each]) => {
      let seed = 1;
      const random = () => {
        seed = (seed * 16_807) % 2_147_483_647;
        return seed / 2_147_483_647;
      };
      const { board } = window.gesso;
      for (let i = 0; i < count; i++)
        board.add([
          {
            ...{ kind: 'stroke', x: 100_000, y: i * 2_000, color: '#000000', width: 2 },
            points: Array.from({ length: each }, () => [random() * 1_500, random() * 1_500]),
          },
        ]);
    },
    [strokes, pointsEach] as const,
  );
  await server.start();
  await expect
    .poll(() => ada.page.evaluate(() => window.gesso.status()), { timeout: 90_000 })
    .toMatchObject({
      sync: 'saved',
      unsaved: 0,
    });
  const ben = await open(browser, ada.page.url());
  await ben.has(strokes);
  await ada.leave();
  await ben.leave();
});
