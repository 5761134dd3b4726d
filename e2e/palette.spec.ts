import { open, put } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

test('all commands are found by other words, begin with the last, and say why one cannot run', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const { keyboard } = ada.page;
  const search = ada.page.getByRole('searchbox');
  await keyboard.press('Control+/');
  await search.fill('post-it');
  await keyboard.press('Enter');
  await expect(ada.page.getByRole('button', { name: 'Sticky note' })).toHaveAttribute('aria-pressed', 'true');
  await keyboard.press('Control+/');
  await expect(ada.page.getByRole('option').first()).toHaveText(/^Sticky note/);
  await search.fill('align left');
  await expect(ada.page.getByRole('option')).toHaveText(/Select two or more/);
  await keyboard.press('Enter');
  await expect(search).toBeVisible();
  await keyboard.press('Escape');
  const [held = ''] = await put(ada, { kind: 'rect', x: 300, y: 200, width: 100, height: 60, locked: true });
  await ada.page.evaluate((id) => window.gesso.select([id]), held);
  await keyboard.press('Control+/');
  for (const query of ['delete all', 'upside down', 'to front']) {
    await search.fill(query);
    await expect(ada.page.getByRole('option', { name: /Locked: unlock first$/ })).toBeVisible();
  }
  await search.fill('locked');
  await keyboard.press('Enter');
  await expect.poll(async () => (await ada.elements())[0]?.['locked']).toBe(false);
  await ada.leave();
});

test('a finger runs a command by its name, and what cannot run stays where it is', async ({ browser, server }) => {
  const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await ada.page.getByRole('button', { name: 'Menu', exact: true }).tap();
  await ada.page.getByRole('menuitem', { name: 'All commands' }).tap();
  await ada.page.getByRole('searchbox').fill('mirror');
  await ada.page.getByRole('option', { name: 'Flip horizontally' }).tap({ force: true });
  await expect(ada.page.getByRole('searchbox')).toBeVisible();
  await ada.page.getByRole('searchbox').fill('night');
  await ada.page.getByRole('option', { name: 'Switch light and dark' }).tap();
  await expect(ada.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await ada.leave();
});
