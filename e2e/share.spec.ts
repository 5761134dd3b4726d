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
  // The two links that every board has are what they were, above the frozen copy.
  await expect(panel.getByRole('region')).toHaveCount(3);
  await context.close();
  await ada.leave();
});

test('the owner says what people may do: role by role, for all at once, and who may not come in', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await ben.sees('saved');
  const role = async () => (await ben.status()).role;
  await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
  const panel = ada.page.getByRole('dialog', { name: 'Share this board' });
  await panel.getByRole('button', { name: 'People' }).click();
  const row = panel.getByRole('listitem');
  await expect(row).toContainText('here now');
  expect(await violationsOn(ada.page)).toEqual([]);
  await row.getByRole('combobox').selectOption('Can view');
  await expect.poll(role).toBe('viewer');
  await expect(ben.page.getByText('View only')).toBeVisible();

  await ben.page.getByRole('button', { name: 'Share', exact: true }).click();
  await ben.page.getByRole('button', { name: 'Ask to draw' }).click();
  await expect(ben.page.getByText('Asked. The owner sees it on the board now.')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Let them draw' }).click();
  await expect.poll(role).toBe('editor');

  await panel.getByRole('checkbox', { name: /Only I may draw/ }).check();
  await expect.poll(role).toBe('commenter');
  await panel.getByRole('checkbox', { name: /Only I may draw/ }).uncheck();
  await expect.poll(role).toBe('editor');

  await row.getByRole('combobox').selectOption('Remove …');
  await panel.getByRole('alert').getByRole('button', { name: 'Remove' }).click();
  await expect(ben.page.getByRole('alert')).toContainText('The owner has taken you off this board.');
  await expect(row).toContainText('removed');
  await ben.page.reload();
  await expect(ben.page.getByRole('alert')).toContainText('There is no such board');
  await row.getByRole('button', { name: 'Let in again' }).click();
  await expect(row.getByRole('combobox')).toHaveValue('viewer');
  await ben.leave();
  await ada.leave();
});

test('a board is handed over, and a copy of it as it is now is passed on', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const ben = await open(browser, ada.address());
  await ben.sees('saved');
  await ada.draw([
    [300, 300],
    [420, 360],
  ]);
  await ada.sees('saved');
  await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
  const panel = ada.page.getByRole('dialog', { name: 'Share this board' });
  await panel.getByRole('region', { name: 'Frozen copy' }).getByRole('button').click();
  await expect(ada.page.getByText('Link to the frozen copy copied.')).toBeVisible();
  const frozen = await ada.page.evaluate(() => navigator.clipboard.readText());
  const visitor = await openPage(await browser.newContext(), frozen);
  await expect(visitor.page.getByText('View only')).toBeVisible();
  await visitor.context.close();

  await panel.getByRole('button', { name: 'People' }).click();
  await panel.getByRole('combobox').selectOption('Hand over the board …');
  await panel.getByRole('alert').getByRole('button', { name: 'Hand over' }).click();
  await expect.poll(async () => (await ben.status()).role).toBe('owner');
  await expect.poll(async () => (await ada.status()).role).toBe('editor');
  // The panel of who may not decide any more.
  await expect(panel).toContainText('Only the owner can make links.');
  await ben.leave();
  await ada.leave();
});

test('a name and a color are chosen at one’s own face, and everybody sees them', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await expect.poll(async () => (await ada.status()).peers).toBe(1);
  await ben.page.getByRole('button', { name: /\(you\)$/ }).click();
  const panel = ben.page.getByRole('dialog', { name: 'You on this board' });
  await panel.getByLabel('Your name').fill('Benedikta');
  await panel.getByLabel('Your name').press('Enter');
  await panel.getByRole('radio', { name: 'Orange' }).check();
  expect(await violationsOn(ben.page)).toEqual([]);
  const face = ada.page.getByRole('button', { name: 'Go to Benedikta' });
  await expect(face).toHaveCSS('background-color', 'rgb(208, 69, 14)');
  await ben.leave();
  await ada.leave();
});
