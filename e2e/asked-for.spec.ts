import { open, openHolding, put } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

test.describe('what is typed while the code of what was asked for is on its way', () => {
  test('is looked for, in the field and not on the board', async ({ browser, server }) => {
    const { person: ada, letGo } = await openHolding(/\/assets\/find-panel/, browser, server.url);
    await put(ada, { kind: 'sticky', x: 40, y: 300, text: 'reeds' });
    await ada.page.keyboard.press('Control+f');
    await ada.page.keyboard.type('reedx');
    await ada.page.keyboard.press('Backspace');
    await ada.page.keyboard.type('s');
    letGo();
    await expect(ada.page.getByRole('searchbox')).toHaveValue('reeds');
    await expect(ada.page.getByRole('searchbox')).toBeFocused();
    await ada.page.keyboard.type('!');
    await expect(ada.page.getByRole('searchbox')).toHaveValue('reeds!');
    expect(await ada.elements()).toMatchObject([{ text: 'reeds' }]);
    await ada.leave();
  });

  test('is what the palette runs, Enter included', async ({ browser, server }) => {
    const { person: ada, letGo } = await openHolding(/\/assets\/palette-panel/, browser, server.url);
    await put(ada, { kind: 'rect', x: 40, y: 300, width: 100, height: 80 });
    await ada.page.keyboard.press('Control+k');
    await ada.page.keyboard.type('select all');
    await ada.page.keyboard.press('Enter');
    letGo();
    await expect(ada.page.locator('.selection-bar')).toBeVisible();
    await expect(ada.page.getByRole('dialog')).toHaveCount(0);
    await ada.leave();
  });

  test('walks the menu of what is selected, and presses what it comes to', async ({ browser, server }) => {
    const { person: ada, letGo } = await openHolding(/\/assets\/context-menu-work/, browser, server.url);
    await put(ada, { kind: 'rect', x: 40, y: 300, width: 100, height: 80 });
    await ada.page.keyboard.press('Control+a');
    for (const key of ['Shift+F10', 'ArrowDown', 'End', 'Enter']) await ada.page.keyboard.press(key);
    letGo();
    await ada.has(0);
    await expect(ada.page.getByRole('menu')).toHaveCount(0);
    await ada.leave();
  });

  test('is said beside the pointer, and Escape means it is not wanted any more', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const { person: ben, letGo } = await openHolding(/\/assets\/Over/, browser, ada.address());
    await expect.poll(async () => (await ben.status()).peers).toBe(1);
    await ben.page.keyboard.press('/');
    await ben.page.keyboard.type('never');
    await ben.page.keyboard.press('Escape');
    await ben.page.keyboard.press('/');
    await ben.page.keyboard.type('hi');
    letGo();
    await expect(ben.page.getByRole('textbox', { name: 'Say something' })).toHaveValue('hi');
    await ben.page.keyboard.type('!');
    await expect(ada.page.getByRole('list', { name: 'What people say' }).getByRole('listitem')).toContainText('hi!');
    expect(await ada.elements()).toEqual([]);
    await ada.leave();
    await ben.leave();
  });
});
