import { put } from './helpers/board-page.ts';
import { arrive, box, entry, menuOf, phone, rightClick } from './helpers/context-menu.ts';
import { expect, test } from './helpers/test.ts';

test('more of the menu is reached by mouse, by keys and by finger, and is left the same way', async ({
  browser,
  server,
}) => {
  const ada = await arrive(browser, server.url, { viewport: { width: 1280, height: 720 } });
  await put(ada, box(300, 200));
  const { page } = ada;
  const row = menuOf(ada).getByRole('menuitem', { name: 'Select', exact: true });
  const more = page.getByRole('menu', { name: 'Select', exact: true });
  await rightClick(ada, 350, 230);
  expect(await menuOf(ada).evaluate((menu) => menu.scrollHeight - menu.clientHeight)).toBe(0);
  // By a mouse that rests on its row, until it rests on another.
  await row.hover();
  await expect(more).toBeInViewport({ ratio: 1 });
  await entry(ada, 'Duplicate').hover();
  await expect(more).toHaveCount(0);
  // By keys: letters to the row, the arrow into it, the arrow back and Escape out of it.
  await page.keyboard.type('sel');
  for (const back of ['ArrowLeft', 'Escape']) {
    await page.keyboard.press('ArrowRight');
    await expect(more.getByRole('menuitem').first()).toBeFocused();
    await page.keyboard.press(back);
    await expect(more).toHaveCount(0);
    await expect(row).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByRole('application')).toBeFocused();
  await ada.leave();
  // By a finger, over the menu where a phone has no room beside it.
  const ben = await arrive(browser, server.url, phone);
  await put(ben, box(120, 300));
  await ben.page.keyboard.press('Control+a');
  await ben.page.keyboard.press('Shift+F10');
  await entry(ben, 'Copy style, PNG, link').tap();
  const place = await ben.page.getByRole('menu', { name: 'Copy style, PNG, link' }).boundingBox();
  expect(place?.x).toBeGreaterThanOrEqual(8);
  expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThanOrEqual(382);
  await ben.page.getByRole('menuitem', { name: 'Copy style', exact: true }).tap();
  await expect(ben.page.getByRole('menu')).toHaveCount(0);
  await ben.leave();
});

test('the menu of the board says by ticks what is on', async ({ browser, server }) => {
  const ada = await arrive(browser, server.url);
  const opener = ada.page.getByRole('button', { name: 'Menu', exact: true });
  const lock = ada.page.getByRole('menuitemcheckbox', { name: 'Keep the tool after drawing' });
  const settings = ada.page.getByRole('menuitem', { name: 'Settings' });
  await opener.click();
  await settings.click();
  await expect(lock).toHaveAttribute('aria-checked', 'false');
  await lock.click();
  await opener.click();
  await settings.hover();
  await expect(lock).toHaveAttribute('aria-checked', 'true');
  await ada.page.keyboard.type('fra');
  await expect(ada.page.getByRole('menuitem', { name: 'Frames of this board' })).toBeFocused();
  await expect(ada.page.getByRole('group', { name: 'View' })).toBeVisible();
  await ada.leave();
});
