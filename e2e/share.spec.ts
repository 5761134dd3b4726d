import { open } from './helpers/board-page.ts';
import { openPage } from './helpers/browser-faults.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

test('a link is made with a name, an end and a password, and turned off again', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
  const panel = ada.page.getByRole('dialog', { name: 'Share this board' });
  await panel.getByRole('button', { name: 'Another link …' }).click();
  await panel.getByRole('textbox', { name: 'What you call it' }).fill('Parents');
  await panel.getByRole('combobox', { name: 'How long it works' }).selectOption('For a week');
  await panel.getByRole('textbox', { name: 'Password, if any' }).fill('open sesame');
  expect(await violationsOn(ada.page)).toEqual([]);
  await panel.getByRole('button', { name: 'Make a link' }).click();
  const card = panel.getByRole('region', { name: 'Parents' });
  await expect(card).toContainText(/Can view · until .* · with a password · 0 people came/);
  await card.getByRole('button', { name: 'Copy link' }).click();
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());

  const { page, context } = await openPage(await browser.newContext(), link);
  const dialog = page.getByRole('dialog', { name: 'This link has a password' });
  await dialog.getByLabel('Password').fill('open sesame');
  await page.keyboard.press('Enter');
  await expect(page.getByText('View only')).toBeVisible();

  await card.getByRole('button', { name: 'Turn off' }).click();
  await card.getByRole('button', { name: 'Turn off' }).click();
  await expect(card).toHaveCount(0);
  await expect(page.locator('.status')).toHaveAttribute('data-sync', 'refused');
  // The two links that every board has are what they were.
  await expect(panel.getByRole('region')).toHaveCount(2);
  await context.close();
  await ada.leave();
});
