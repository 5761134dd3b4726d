import type { Page } from '@playwright/test';
import { open, personAt } from './helpers/board-page.ts';
import { replay } from './helpers/ink.ts';
import { differingPixels } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

test.describe('drawing together', () => {
  test('ink replayed in one browser appears in the other, equal to the element and to the pixel', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    const strokes = await replay(ada.page, 40);
    await ada.has(strokes);
    await ben.has(strokes);
    expect(await ben.elements()).toEqual(await ada.elements());
    // Ada's cursor is on Ben's screen too, and not part of the drawing: it waits below what is compared.
    await ada.page.mouse.move(640, 790);
    const [left, right] = [await ada.picture(), await ben.picture()];
    expect(differingPixels(left, right, 740)).toBeLessThan(50);
    await ada.leave();
    await ben.leave();
  });

  test('three people drawing at once end with the same board', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const others = [await open(browser, ada.address()), await open(browser, ada.address())];
    const everyone = [ada, ...others];
    await Promise.all(
      everyone.map(async (person, i) => {
        for (let n = 0; n < 6; n += 1) {
          const y = 150 + i * 160 + n * 20;
          await person.draw([
            [300, y],
            [500, y + 10],
            [800, y],
          ]);
        }
      }),
    );
    for (const person of everyone) await person.has(18);
    const board = await ada.elements();
    for (const person of others) expect(await person.elements()).toEqual(board);
    for (const person of everyone) await person.leave();
  });

  test('undo leaves what my colleague has gone on from, and says so', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.pick('Rectangle');
    await ada.drag([400, 300], [560, 400]);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await ben.has(1);
    await ben.page.keyboard.press('v');
    await ben.page.keyboard.press('Control+a');
    await ben.page.keyboard.press('ArrowRight');
    await ben.sees('saved');
    const [moved] = await ben.elements();
    await expect.poll(async () => (await ada.elements())[0]?.x).toBe(moved?.x);
    await ada.page.keyboard.press('Control+z');
    await expect(ada.page.getByText('Others have changed this since, so it stays as it is.')).toBeVisible();
    expect(await ada.elements()).toEqual([moved]);
    await ada.leave();
    await ben.leave();
  });

  test('undo takes back my own work and leaves my colleague’s', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ada.draw([
      [300, 300],
      [500, 320],
    ]);
    await ben.has(1);
    await ben.draw([
      [300, 500],
      [500, 520],
    ]);
    await ada.has(2);
    const [mine, theirs] = await ada.elements();
    await ada.page.keyboard.press('Control+z');
    await ada.has(1);
    expect((await ada.elements())[0]?.id).toBe(theirs?.id);
    await ada.page.keyboard.press('Control+Shift+z');
    await ben.has(2);
    expect((await ben.elements()).map(({ id }) => id)).toContain(mine?.id);
    await ada.leave();
    await ben.leave();
  });

  test('one person in two tabs is one face, without a second cursor of their own', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const second = await ada.context.newPage();
    await second.goto(ada.address());
    await second.waitForFunction(() => window.gesso !== undefined);
    const again = personAt(second, ada.context);
    await again.sees('saved');
    const ben = await open(browser, ada.address());
    await expect.poll(async () => (await ben.status()).peers).toBe(2);
    const people = (page: Page) => page.getByRole('list', { name: 'People on this board' }).getByRole('button');
    await expect(people(ben.page)).toHaveCount(2);
    await expect(people(second)).toHaveCount(2);
    await expect(people(ada.page)).toHaveCount(2);
    expect((await again.status()).peers).toBe(1);
    expect((await ada.status()).peers).toBe(1);
    // What is drawn in the one is seen in the other all the same.
    await again.draw([
      [300, 300],
      [600, 320],
    ]);
    await ada.has(1);
    await ben.has(1);
    await ada.leave();
    await ben.leave();
  });

  test('people see who else is here, by name', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await expect.poll(async () => (await ada.status()).peers).toBe(1);
    const people = ada.page.getByRole('list', { name: 'People on this board' });
    await expect(people.getByRole('button')).toHaveCount(2);
    await ben.page.getByRole('button', { name: /\(you\)$/ }).click();
    await ben.page.getByLabel('Your name').fill('Benedikta');
    await ben.page.getByLabel('Your name').press('Tab');
    await expect(people.getByRole('button', { name: 'Go to Benedikta' })).toBeVisible();
    await ben.leave();
    await expect(people.getByRole('button')).toHaveCount(1);
    await ada.leave();
  });
});
