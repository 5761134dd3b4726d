import type { Locator, Page } from '@playwright/test';
import { open, type Person } from './helpers/board-page.ts';
import { openPage } from './helpers/browser-faults.ts';
import { give, plainPng } from './helpers/pictures.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

/** Opens the panel of links and people. */
const share = async ({ page }: Person): Promise<Locator> => {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  return page.getByRole('dialog', { name: 'Share this board' });
};

test('a link is made with a name, an end and a password, and turned off again', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const panel = await share(ada);
  await panel.getByRole('button', { name: 'Another link …' }).click();
  await panel.getByRole('textbox', { name: 'What you call it' }).fill('Parents');
  await panel.getByRole('combobox', { name: 'How long it works' }).selectOption('For a week');
  await panel.getByRole('textbox', { name: 'Password, if any' }).fill('open sesame');
  expect(await violationsOn(ada.page)).toEqual([]);
  // While the link is made its button is out of use, and the focus nowhere: Escape closes the panel all the same.
  let release: (() => void) | undefined;
  await ada.page.route('**/links', async (route) => {
    if (route.request().method() === 'POST') await new Promise<void>((resolve) => (release = resolve));
    await route.continue();
  });
  await panel.getByRole('button', { name: 'Make a link' }).click();
  await expect.poll(() => release !== undefined).toBe(true);
  await expect.poll(() => ada.page.evaluate(() => document.activeElement === document.body)).toBe(true);
  await ada.page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  const made = ada.page.waitForResponse((answer) => answer.request().method() === 'POST');
  release?.();
  await made;
  await share(ada);
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

test('links show the name and the picture of a board where its owner lets them, and nothing else', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const [, id = ''] = /\/b\/([\w-]+)/.exec(ada.address()) ?? [];
  /** What those get who make previews: the address without its key, and no session. */
  const preview = async () => (await fetch(`${server.url}/b/${id}`)).text();
  const panel = await share(ada);
  const shown = panel.getByRole('checkbox', { name: /^Links show name and picture/ });
  await shown.waitFor();
  await expect(shown).toBeEnabled();
  await expect(shown).not.toBeChecked();
  expect(await preview()).not.toContain('og:');
  const said = () => ada.page.waitForResponse((answer) => answer.url().endsWith('/previews') && answer.ok());
  await Promise.all([said(), shown.press('Space')]);
  expect(await violationsOn(ada.page)).toEqual([]);
  expect(await preview()).toContain(`content="${server.url}/api/boards/${id}/preview.png"`);
  expect((await fetch(`${server.url}/api/boards/${id}/preview.png`)).headers.get('content-type')).toBe('image/png');
  // The page with all that is a board as any other.
  await ada.page.reload();
  await ada.sees('saved');
  await share(ada);
  await shown.waitFor();
  await expect(shown).toBeChecked();
  await Promise.all([said(), shown.uncheck()]);
  expect(await preview()).not.toContain('og:');
  expect((await fetch(`${server.url}/api/boards/${id}/preview.png`)).status).toBe(404);
  await ada.leave();
});

test('a link is changed after it was made, by key as well, and those who came by it may do less', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await ben.sees('saved');
  const shared = ada.address();
  const panel = await share(ada);
  const editing = panel.getByRole('region', { name: 'Can edit' });
  const change = (card: Locator) => card.getByRole('button', { name: 'Change', exact: true });
  await change(editing).click();
  await expect(editing.getByRole('button', { name: 'Can edit' })).toHaveAttribute('aria-pressed', 'true');
  await ada.page.keyboard.press('Escape');
  await expect(change(editing)).toBeFocused();

  await ada.page.keyboard.press('Enter');
  await editing.getByRole('button', { name: 'Can view' }).press('Enter');
  await editing.getByRole('textbox', { name: 'What you call it' }).fill('Parents');
  await editing.getByRole('combobox', { name: 'How long it works' }).selectOption('For a week');
  await editing.getByRole('spinbutton', { name: 'How many people may come by it' }).fill('5');
  await editing.getByRole('textbox', { name: 'Password, if any' }).fill('open sesame');
  expect(await violationsOn(ada.page)).toEqual([]);
  await editing.getByRole('textbox', { name: 'Password, if any' }).press('Enter');
  const card = panel.getByRole('region', { name: 'Parents' });
  await expect(card).toContainText(/Can view · until .* · with a password · 1 of 5 used/);
  await expect(ada.page.getByText('The link is changed.')).toBeVisible();
  await expect(change(card)).toBeFocused();
  await expect.poll(async () => (await ben.status()).role).toBe('viewer');
  await expect(ben.page.getByText('You can only look now.')).toBeVisible();
  // What it gives now does not stand in the address bar, where a link to draw stood.
  expect(ada.address()).not.toContain('#k=');

  await change(card).click();
  await expect(card.getByRole('textbox', { name: 'What you call it' })).toHaveValue('Parents');
  await expect(card.getByRole('combobox', { name: 'How long it works' }).locator('option:checked')).toHaveText(
    /^No change \(.+\)$/,
  );
  await expect(card.getByRole('spinbutton')).toHaveValue('5');
  await card.getByRole('checkbox', { name: 'Take the password away' }).check();
  await expect(card.getByRole('textbox', { name: 'Password, if any' })).toBeDisabled();
  expect(await violationsOn(ada.page)).toEqual([]);
  await card.getByRole('spinbutton').fill('');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(card).toContainText(/Can view · until .* · 1 person came/);
  const visitor = await openPage(await browser.newContext(), shared);
  await expect(visitor.page.getByText('View only')).toBeVisible();
  await visitor.context.close();
  await ben.leave();
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
  const panel = await share(ada);
  await panel.getByRole('button', { name: 'People' }).click();
  const row = panel.getByRole('listitem');
  await expect(row).toContainText('here now');
  expect(await violationsOn(ada.page)).toEqual([]);
  await row.getByRole('combobox').selectOption('Can view');
  await expect.poll(role).toBe('viewer');
  await expect(ben.page.getByText('View only')).toBeVisible();
  await expect(ben.page.getByText('You can only look now.')).toBeVisible();

  await ben.page.getByRole('button', { name: 'Ask to draw' }).click();
  await expect(ben.page.getByText('Asked. The owner sees it on the board now.')).toBeVisible();
  await expect(ben.page.getByRole('button', { name: 'Asked', exact: true })).toBeDisabled();
  const asking = await share(ben);
  await expect(asking.getByRole('button', { name: 'Asked', exact: true })).toBeDisabled();
  await expect(row).toContainText('Asks to draw');
  await expect(ada.page.getByRole('img', { name: 'A person asks to draw' })).toHaveCount(2);
  expect(await violationsOn(ada.page)).toEqual([]);
  await row.getByRole('button', { name: 'Not now' }).click();
  await expect(ben.page.getByText('The owner said not now.')).toBeVisible();
  await expect(row).not.toContainText('Asks to draw');
  await expect(ada.page.getByRole('img', { name: 'A person asks to draw' })).toHaveCount(0);
  await asking.getByRole('button', { name: 'Ask to draw' }).click();
  await row.getByRole('button', { name: 'Let them draw' }).click();
  await expect.poll(role).toBe('editor');
  await expect(ben.page.getByText('You can draw now.')).toBeVisible();

  await ben.draw([
    [300, 300],
    [420, 360],
  ]);
  await give(
    ben.page,
    'paste',
    [{ name: 'red.png', type: 'image/png', bytes: plainPng(40, 30, [220, 20, 20]) }],
    [600, 300],
  );
  const asset = async () => (await ben.elements()).find(({ kind }) => kind === 'image')?.['asset'];
  await expect.poll(asset).toMatch(/^(?!pending-)./);
  await ben.sees('saved');
  await panel.getByRole('checkbox', { name: /Only I may draw/ }).check();
  await expect.poll(role).toBe('commenter');
  await expect(ben.page.getByText('Only the owner draws at the moment.', { exact: true })).toBeVisible();
  // Nobody is asked what they have answered.
  await ben.page.getByRole('button', { name: 'Ask to draw' }).click();
  await expect(ben.page.locator('.toast', { hasText: 'You can comment meanwhile.' })).toBeVisible();
  await expect(row).not.toContainText('Asks to draw');
  // What they have again afterwards.
  await expect(row.getByRole('combobox')).toHaveValue('editor');
  await panel.getByRole('checkbox', { name: /Only I may draw/ }).uncheck();
  await expect.poll(role).toBe('editor');
  await expect(ben.page.getByText('Everybody who may draws again.')).toBeVisible();

  await row.getByRole('combobox').selectOption('Remove …');
  expect(await violationsOn(ada.page)).toEqual([]);
  await panel.getByRole('alert').getByRole('checkbox', { name: 'Turn off the link they came by, too' }).check();
  await panel.getByRole('alert').getByRole('button', { name: 'Remove' }).click();
  await expect(ben.page.getByRole('alert')).toContainText('The owner has taken you off this board.');
  await expect(row).toContainText('removed');
  await expect(ben.page.getByRole('button', { name: 'Pen', exact: true })).toHaveCount(0);
  const lost = ben.page.url();
  await ben.page.getByRole('button', { name: 'Keep a copy as my own board' }).click();
  await expect.poll(() => ben.page.url()).not.toBe(lost);
  await ben.page.waitForFunction(() => window.gesso !== undefined);
  await ben.has(2);
  expect(await role()).toBe('owner');
  // With its pictures, though the board they were on gives them to him no more.
  const [, own = ''] = /\/b\/([\w-]+)/.exec(ben.page.url()) ?? [];
  expect((await ben.page.request.get(`${server.url}/api/boards/${own}/assets/${await asset()}`)).status()).toBe(200);
  await ben.page.goto(lost);
  await expect(ben.page.getByRole('alert')).toContainText('This link does not open the board any more.');
  const another = await openPage(await browser.newContext(), lost);
  await expect(another.page.getByRole('alert')).toContainText('There is no such board');
  await another.context.close();
  await row.getByRole('button', { name: 'Let in again' }).click();
  await expect(row.getByRole('combobox')).toHaveValue('viewer');
  await ben.leave();
  await ada.leave();
});

test('a board is frozen, handed over, thrown away by its new owner and brought back', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const ben = await open(browser, ada.address());
  await ben.sees('saved');
  await ada.draw([
    [300, 300],
    [420, 360],
  ]);
  await ada.sees('saved');
  const panel = await share(ada);
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
  await expect(ben.page.getByText('This board is yours now: you decide who may do what.')).toBeVisible();
  // The panel of who may not decide any more, who is told so by nothing else.
  await expect(panel).toContainText('Only the owner can make links.');
  await expect(ada.page.getByText('Your link does not allow this.')).toHaveCount(0);

  await ada.sees('saved');
  const board = `${server.url}/api/boards/${new URL(ben.page.url()).pathname.split('/').at(-1)}`;
  const headers = { origin: server.url };
  await ben.context.request.delete(board, { headers });
  await expect(ada.page.getByRole('alert')).toContainText('The owner has put this board in the trash.');
  await expect(ada.page.getByRole('button', { name: 'Pen', exact: true })).toHaveCount(0);
  await ben.context.request.post(`${board}/restore`, { headers });
  // It is looked for by the clock, and when the person turns to the page again.
  const sync = async () => {
    await ada.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    return (await ada.status()).sync;
  };
  await expect.poll(sync).toBe('saved');
  await expect(ada.page.getByRole('button', { name: 'Pen', exact: true })).toBeVisible();
  expect((await ada.status()).role).toBe('editor');
  await ada.has(1);
  await ben.leave();
  await ada.leave();
});

test('a board in the trash says so where it is opened, is restored there by its owner, and guests are back', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const shared = ada.address();
  const ben = await open(browser, shared);
  await ada.draw([
    [300, 300],
    [420, 360],
  ]);
  await ada.sees('saved');
  await ben.has(1);
  const id = new URL(shared).pathname.split('/').at(-1);
  await ada.context.request.delete(`${server.url}/api/boards/${id}`, { headers: { origin: server.url } });
  const alert = (page: Page) => page.getByRole('alert');
  const restore = (page: Page) => alert(page).getByRole('button', { name: 'Restore', exact: true });

  // By the link of a guest, by the bare address of who has none in theirs, and by who comes for the first time.
  await ada.page.goto(`${server.url}/b/${id}`);
  await ben.page.reload();
  const eva = await openPage(await browser.newContext(), shared);
  for (const { page } of [ben, eva]) {
    await expect(alert(page)).toContainText('The owner has put this board in the trash.');
    await expect(page.getByRole('button', { name: 'Pen', exact: true })).toHaveCount(0);
    await expect(restore(page)).toHaveCount(0);
  }
  await expect(alert(ben.page).getByRole('button', { name: 'Keep a copy as my own board' })).toBeVisible();
  const stranger = await openPage(await browser.newContext(), `${server.url}/b/${id}#k=${'A'.repeat(22)}`);
  await expect(alert(stranger.page)).toContainText('There is no such board');
  await stranger.context.close();

  await expect(alert(ada.page)).toContainText('This board is in your trash.');
  await expect(ada.page.getByRole('button', { name: 'Pen', exact: true })).toHaveCount(0);
  // Another key behind the same path: the page loads itself again.
  await Promise.all([ada.page.waitForEvent('load'), ada.page.goto(shared)]);
  await expect(alert(ada.page)).toContainText('This board is in your trash.');
  expect(await violationsOn(ada.page)).toEqual([]);
  await restore(ada.page).press('Enter');
  await ada.sees('saved');
  await expect(alert(ada.page)).toHaveCount(0);
  await expect(ada.page.getByText('The board is back.')).toBeVisible();
  await expect(ada.page.locator('.surface')).toBeFocused();
  for (const one of [ben, eva]) {
    const sync = async () => {
      await one.page.evaluate(() => window.dispatchEvent(new Event('focus')));
      return (await one.status()).sync;
    };
    await expect.poll(sync).toBe('saved');
    await one.has(1);
    expect((await one.status()).role).toBe('editor');
    await expect(one.page.getByRole('button', { name: 'Pen', exact: true })).toBeVisible();
  }
  await ada.pick('Pen');
  await ada.draw([
    [300, 400],
    [420, 460],
  ]);
  for (const one of [ada, ben, eva]) await one.has(2);
  expect((await ada.status()).role).toBe('owner');
  for (const one of [ada, ben, eva]) await one.leave();
});

test('a name and a color are chosen at one’s own face, and everybody sees them', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await expect.poll(async () => (await ada.status()).peers).toBe(1);
  await ben.page.getByRole('button', { name: /\(you\)$/ }).click();
  const panel = ben.page.getByRole('dialog', { name: 'You on this board' });
  await panel.getByLabel('Your name').fill('Benedikta');
  await panel.getByRole('radio', { name: 'Orange' }).click();
  await expect(panel.getByRole('radio', { name: 'Orange' })).toBeChecked();
  expect(await violationsOn(ben.page)).toEqual([]);
  await panel.getByLabel('Your name').press('Enter');
  await expect(panel).toBeHidden();
  const face = ada.page.getByRole('button', { name: 'Go to Benedikta' });
  await expect(face).toHaveCSS('background-color', 'rgb(208, 69, 14)');
  await ben.leave();
  await ada.leave();
});
