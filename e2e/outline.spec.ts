import { open } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

test('the board is read as a list, gone to from there, and what others do is said', async ({ browser, server }) => {
  const ada = await open(browser, server.url, { viewport: { width: 1280, height: 800 } });
  const { page } = ada;
  await page.evaluate(() => {
    const [frame, note, box] = window.gesso.board.add([
      { kind: 'frame', x: 300, y: 150, width: 400, height: 300, name: 'Plan' },
      { kind: 'sticky', x: 320, y: 180, text: 'Begin' },
      { kind: 'rect', x: 4_000, y: 200, width: 200, height: 100, text: 'End' },
    ]);
    window.gesso.board.patch(note ?? '', { frame });
    const at = [0.5, 0.5];
    window.gesso.board.add([
      {
        ...{ kind: 'arrow', x: 420, y: 500, text: 'then' },
        points: [
          [0, 0],
          [3_000, 0],
        ],
        start: { element: note, at },
        end: { element: box, at },
      },
    ]);
    window.gesso.select([]);
  });
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('menuitem', { name: 'View and grid' }).click();
  await page.getByRole('menuitem', { name: 'Read the board as a list' }).click();
  const list = page.getByRole('dialog', { name: 'The board as a list' });
  const plan = list.getByRole('listitem').filter({ hasText: 'Plan' });
  await expect(plan.getByRole('listitem')).toHaveText('Sticky note, “Begin”');
  await expect(list.getByRole('button', { name: 'Arrow from “Begin” to “End”, labeled “then”' })).toBeVisible();
  const end = list.getByRole('button', { name: 'Rectangle, “End”' });
  await end.press('Enter');
  await expect(end).toHaveAttribute('aria-current', 'true');
  expect(await page.evaluate(() => window.gesso.camera.get().x)).toBeGreaterThan(3_000);
  await expect(end).toBeFocused();
  const begin = list.getByRole('button', { name: 'Sticky note, “Begin”' });
  await begin.press('Shift+Enter');
  await expect(begin).toHaveAttribute('aria-current', 'true');
  await expect(end).toHaveAttribute('aria-current', 'true');
  await begin.press('Shift+Enter');
  await expect(begin).toHaveAttribute('aria-current', 'false');
  expect(await violationsOn(page)).toEqual([]);
  await ada.sees('saved');
  const ben = await open(browser, ada.address());
  await ben.has(4);
  await expect.poll(async () => (await ada.status()).peers).toBe(1);
  await ben.page.evaluate(() =>
    window.gesso.board.add([
      { kind: 'sticky', x: 300, y: 700, text: 'Later' },
      { kind: 'sticky', x: 600, y: 700, text: 'Never' },
    ]),
  );
  await expect(list.getByRole('status')).toContainText('added 2 elements');
  await expect(list.getByRole('button', { name: 'Sticky note, “Never”' })).toBeVisible();
  await end.press('Escape');
  await expect(list).toHaveCount(0);
  await ada.leave();
  await ben.leave();
});
