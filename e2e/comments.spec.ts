import type { Locator } from '@playwright/test';
import { open, openAs, put } from './helpers/board-page.ts';
import { card, comment, field, panel, pin, pins, said, tipOf } from './helpers/comments.ts';
import { desk, entry, phone, rightClick } from './helpers/context-menu.ts';
import { outOfReach, take } from './helpers/reach.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

const box = { kind: 'rect', x: 300, y: 220, width: 200, height: 110, text: 'Checkout' };

test.describe('comments', () => {
  test('are pinned to an element, answered, resolved, found again, and go where it goes', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url, desk);
    const [id = ''] = await put(ada, box);
    const ben = await open(browser, ada.address(), desk);
    await ben.has(1);
    await comment(ada, 480, 240, 'Is this one step?\nSee https://example.org/flow.');
    await expect(said(ada)).toHaveText('Comment sent');
    await expect(card(ada).getByRole('link')).toHaveAttribute('href', 'https://example.org/flow');
    await expect(card(ada).getByRole('link')).toHaveAttribute('rel', 'noopener noreferrer');
    expect(await tipOf(pin(ada, /^Comment by/))).toEqual([480, 240]);

    // The other answers and names the first.
    await expect(ben.page.getByRole('button', { name: 'Comments, 1 unread' })).toBeVisible();
    await expect(pin(ben, /^Comment by .+: Is this one step\? .+, unread$/)).toBeVisible();
    await pin(ben, /^Comment by/).click();
    await expect(ben.page.getByRole('button', { name: 'Comments', exact: true })).toBeVisible();
    await expect(field(card(ben), 'Reply')).toBeFocused();
    await ben.page.keyboard.type('Yes, @');
    await expect(ben.page.getByRole('listbox', { name: 'Whom to mention' }).getByRole('option')).toHaveCount(1);
    await expect(field(card(ben), 'Reply')).toHaveAttribute('aria-activedescendant', /-0$/);
    await ben.page.keyboard.press('Enter');
    await ben.page.keyboard.type('it is.');
    await ada.page.keyboard.press('Escape');
    await ben.page.keyboard.press('Enter');
    await expect(card(ben).locator('.entry-mention')).toHaveText(/^@\S/);

    // Who is named is told so, and led there.
    await ada.page.getByRole('button', { name: 'Show', exact: false }).first().click();
    await expect(card(ada).getByRole('article')).toHaveCount(2);
    await ada.page.keyboard.press('Escape');

    // A pin stays with its element, also on its way.
    await ada.page.keyboard.press('v');
    await ada.page.mouse.move(310, 222);
    await ada.page.mouse.down();
    await ada.page.mouse.move(350, 262);
    await ada.page.mouse.move(410, 322);
    await expect.poll(() => tipOf(pin(ada, /^Comment by/))).toEqual([580, 340]);
    await ada.page.mouse.up();
    await expect.poll(() => tipOf(pin(ben, /^Comment by/))).toEqual([580, 340]);

    // Resolved, it is off the board and in the list of those.
    await card(ben).getByRole('button', { name: 'Resolve' }).click();
    await expect(said(ben)).toHaveText('Comment resolved');
    await expect(pins(ada).getByRole('button')).toHaveCount(0);
    await ada.page.getByRole('button', { name: 'Comments', exact: true }).click();
    await expect(panel(ada)).toContainText('Nothing here.');
    // What is looked for and stands elsewhere is told of.
    await panel(ada).getByRole('searchbox').fill('ONE step');
    await panel(ada).getByRole('button', { name: '1 in “Resolved”' }).click();
    await expect(panel(ada).getByRole('listitem')).toHaveCount(1);
    await panel(ada).getByRole('searchbox').fill('');
    await panel(ada).getByRole('button', { name: 'Resolved' }).click();
    await expect(panel(ada).getByRole('listitem')).toHaveCount(1);
    await expect(pin(ada, /^Comment by/)).toBeVisible();
    await panel(ada).getByRole('button', { name: 'For me' }).click();
    await expect(panel(ada).getByRole('listitem')).toHaveCount(1);
    await panel(ada).getByRole('searchbox').fill('nowhere');
    await expect(panel(ada)).toContainText('No comment says that.');
    await panel(ada).getByRole('searchbox').fill('ONE step');

    // What was said about something stays when that is gone, and after the page has been loaded anew.
    await ada.page.evaluate((gone) => window.gesso.board.remove([gone]), id);
    await expect(panel(ada).getByRole('listitem')).toContainText('On something deleted');
    await ada.sees('saved');
    await ada.page.reload();
    await ada.page.evaluate(() => window.gesso.ready);
    await ada.page.getByRole('button', { name: 'Comments', exact: true }).click();
    await panel(ada).getByRole('button', { name: 'Resolved' }).click();
    await panel(ada).getByRole('listitem').getByRole('button').click();
    await card(ada).getByRole('button', { name: 'Reopen' }).click();
    await expect(said(ada)).toHaveText('Comment reopened');
    await expect(pin(ben, /^Comment by/)).toBeVisible();
    expect(await tipOf(pin(ben, /^Comment by/))).toEqual([480, 240]);
  });

  test('are written by key alone, left and kept, changed and deleted', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    const { page } = ada;
    const [id = ''] = await put(ada, box);
    await page.evaluate((one) => {
      window.gesso.select([one]);
      document.querySelector<HTMLElement>('.surface')?.focus();
    }, id);
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Write a comment' })).toBeFocused();
    await page.keyboard.type('Firts');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second');
    await page.keyboard.press('Escape');
    await expect(page.locator('.surface')).toBeFocused();
    await expect(pins(ada).getByRole('button')).toHaveCount(0);
    await page.keyboard.press('Control+Alt+m');
    await expect(page.getByRole('textbox', { name: 'Write a comment' })).toHaveValue('Firts\nsecond');
    await page.keyboard.press('Control+Enter');
    await expect(field(card(ada), 'Reply')).toBeFocused();
    // At the upper right corner of what is selected.
    const [x = 0, y = 0] = await tipOf(pin(ada, /^Comment by/));
    expect(Math.hypot(x - 500, y - 220)).toBeLessThan(6);

    await card(ada).getByRole('button', { name: 'Edit' }).press('Enter');
    await expect(field(card(ada), 'Edit')).toBeFocused();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('First');
    await page.keyboard.press('Enter');
    await expect(card(ada).getByRole('article')).toContainText('edited');
    await expect(card(ada).getByRole('paragraph')).toHaveText('First');
    expect(await violationsOn(page), 'a thread').toEqual([]);
    await page.keyboard.press('Escape');

    // From pin to pin by key, one stop for Tab; what is in the way is hidden by key.
    await comment(ada, 700, 500, 'Over there');
    await page.keyboard.press('Escape');
    await pin(ada, /First/).focus();
    await page.keyboard.press('PageDown');
    await expect(pin(ada, /Over there/)).toBeFocused();
    // Arrow keys move the pin itself, Escape takes back what is not done with.
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowUp');
    await expect(said(ada)).toHaveText('Comment moved');
    expect(await tipOf(pin(ada, /Over there/))).toEqual([710, 499]);
    await page.keyboard.down('ArrowDown');
    expect(await tipOf(pin(ada, /Over there/))).toEqual([710, 500]);
    await page.keyboard.press('Escape');
    await page.keyboard.up('ArrowDown');
    expect(await tipOf(pin(ada, /Over there/))).toEqual([710, 499]);
    await page.keyboard.press('Enter');
    await expect(card(ada)).toContainText('Over there');
    await card(ada).getByRole('button', { name: 'Delete' }).press('Enter');
    await card(ada).getByRole('button', { name: 'Delete' }).press('Enter');
    await expect(card(ada)).toBeHidden();
    await expect(pins(ada).getByRole('button')).toHaveCount(1);
    await page.locator('.surface').focus();
    await page.keyboard.press('Shift+c');
    await expect(pins(ada).getByRole('button')).toHaveCount(0);
    await page.keyboard.press('Shift+c');
    await expect(pins(ada).getByRole('button')).toHaveCount(1);

    // Pins that stand together are one from afar, and come apart.
    await rightClick(ada, 480, 300);
    await entry(ada, 'Comment on this').click();
    await expect(page.getByRole('textbox', { name: 'Write a comment' })).toBeFocused();
    await page.keyboard.type('Beside it');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.evaluate(() => window.gesso.camera.set({ x: 0, y: 0, zoom: 0.1 }));
    await pin(ada, '2 comments').press('Enter');
    await expect(pins(ada).getByRole('button')).toHaveCount(2);
    // The focus stays with the thread, by whichever button that is shown.
    await expect(pin(ada, /First/)).toBeFocused();
    await page.keyboard.press('PageDown');
    await expect(pin(ada, /Beside it/)).toBeFocused();
    await page.evaluate(() => window.gesso.camera.set({ x: 0, y: 0, zoom: 0.1 }));
    await expect(pin(ada, '2 comments')).toBeFocused();
  });

  test('are all that the one who may only comment adds, and are read by the one who may not', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url, desk);
    await put(ada, box);
    await ada.page.getByRole('button', { name: 'Share' }).click();
    await ada.page.getByRole('button', { name: 'Another link …' }).click();
    await ada.page.getByRole('button', { name: 'Can comment' }).click();
    await ada.page.getByRole('textbox', { name: 'What you call it' }).fill('Review');
    await ada.page.getByRole('button', { name: 'Make a link' }).last().click();
    await expect(ada.page.getByRole('region', { name: 'Review' })).toContainText('Can comment');
    await ada.page.keyboard.press('Escape');

    const cleo = await openAs('commenter', browser, ada, desk);
    await cleo.has(1);
    expect((await cleo.status()).role).toBe('commenter');
    await expect(cleo.page.locator('.status')).toHaveText('Comment only');
    const tools = cleo.page.getByRole('toolbar', { name: 'Tools', exact: true });
    await expect(tools.getByRole('button', { name: 'Comment' })).toBeVisible();
    await expect(tools.getByRole('button', { name: 'Pen' })).toHaveCount(0);
    await cleo.page.keyboard.press('p');
    await cleo.draw([
      [600, 400],
      [700, 450],
    ]);
    await comment(cleo, 480, 240, 'Too large?');
    await cleo.sees('saved');
    await expect(pin(ada, /Too large\?/)).toBeVisible();
    expect(await cleo.elements()).toHaveLength(1);

    const vic = await openAs('viewer', browser, ada, desk);
    await expect(
      vic.page.getByRole('toolbar', { name: 'Tools', exact: true }).getByRole('button', { name: 'Comment' }),
    ).toHaveCount(0);
    await pin(vic, /Too large\?/).click();
    await expect(card(vic)).toContainText('Too large?');
    await expect(card(vic).getByRole('textbox')).toHaveCount(0);
    await expect(card(vic).getByRole('button', { name: 'Resolve' })).toHaveCount(0);
    await vic.page.keyboard.press('Escape');
    await vic.page.keyboard.press('c');
    await vic.page.mouse.click(700, 300);
    await expect(vic.page.getByRole('textbox', { name: 'Write a comment' })).toHaveCount(0);

    // A link leads to the thread itself.
    await pin(cleo, /Too large\?/).focus();
    const thread = await pin(cleo, /Too large\?/).getAttribute('data-thread');
    await vic.page.goto(`${vic.address()}&comment=${thread}`);
    await expect(card(vic)).toContainText('Too large?');

    // What was not sent when the link is turned off is still there to be read and copied.
    await field(card(cleo), 'Reply').fill('Half a th');
    await ada.page.getByRole('button', { name: 'Share' }).click();
    const link = ada.page.getByRole('region', { name: 'Can comment', exact: true });
    await link.getByRole('button', { name: 'Turn off' }).click();
    await link.getByRole('alert').getByRole('button', { name: 'Turn off' }).click();
    await expect(card(cleo)).toContainText('Not sent.');
    await expect(field(card(cleo), 'Reply')).toHaveValue('Half a th');
    await expect(field(card(cleo), 'Reply')).not.toBeEditable();
    await expect(field(card(cleo), 'Reply')).toBeFocused();
    await expect(card(cleo).getByRole('button', { name: 'Send' })).toHaveCount(0);
    expect(await violationsOn(cleo.page), 'what was not sent').toEqual([]);
  });

  test('stand in a sheet on a phone, and the chat of the board beside them', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    await put(ada, { ...box, x: 40, y: 160 });
    const ben = await open(browser, ada.address(), phone);
    await ben.has(1);
    await take(ben.page, 'Comment', (control) => control.click());
    await ben.page.touchscreen.tap(200, 200);
    await field(ben.page.getByRole('dialog', { name: 'New comment' }), 'Write a comment').fill('From a phone');
    await ben.page.getByRole('button', { name: 'Send' }).tap();
    await expect(card(ben)).toContainText('From a phone');
    expect(await outOfReach(card(ben))).toEqual([]);
    const sheet = await card(ben).boundingBox();
    expect([sheet?.x, sheet?.width, Math.round((sheet?.y ?? 0) + (sheet?.height ?? 0))]).toEqual([0, 390, 844]);
    // The keyboard of a phone may lie over the page, and the sheet stands above it.
    const keyboard = (height: number) =>
      ben.page.evaluate((seen) => {
        Object.defineProperty(window.visualViewport, 'height', { get: () => seen, configurable: true });
        window.visualViewport?.dispatchEvent(new Event('resize'));
      }, height);
    const lower = async (of: Locator) => {
      const { y = 0, height = 0 } = (await of.boundingBox()) ?? {};
      return Math.round(y + height);
    };
    await field(card(ben), 'Reply').tap();
    await keyboard(500);
    await expect.poll(() => lower(card(ben))).toBe(500);
    expect(await lower(field(card(ben), 'Reply'))).toBeLessThan(500);
    await keyboard(844);
    await expect.poll(() => lower(card(ben))).toBe(844);
    await card(ben).getByRole('button', { name: 'Close' }).tap();

    // The chat is told of by a dot, and its new messages are set apart from those that were read.
    await ben.page.getByRole('button', { name: 'Menu' }).tap();
    await ben.page.getByRole('menuitem', { name: 'With others' }).tap();
    await ben.page.getByRole('menuitem', { name: 'Chat of the board' }).tap();
    await field(panel(ben), 'Message to everybody here').fill('Hello from the train');
    await panel(ben).getByRole('button', { name: 'Send' }).tap();
    expect(await outOfReach(panel(ben))).toEqual([]);
    // Nor is it missed by who looks at the drawing.
    const heard = ada.page.locator('.toast', { hasText: / in the chat: Hello from the train/ });
    await expect(heard.getByRole('button', { name: 'Show' })).toBeVisible();
    await ada.page.getByRole('button', { name: 'Comments, 2 unread' }).click();
    await expect(heard).toBeVisible();
    expect(await violationsOn(ada.page), 'the list').toEqual([]);
    await panel(ada).getByRole('button', { name: 'Mark all read' }).click();
    await ada.page.getByRole('tab', { name: 'Chat' }).click();
    await expect(panel(ada).getByRole('log')).toContainText('New messages');
    await expect(heard).toHaveCount(0);
    await expect(ada.page.getByRole('button', { name: 'Comments', exact: true })).toBeVisible();
    await field(panel(ada), 'Message to everybody here').fill('Hello!');
    await ada.page.keyboard.press('Enter');
    await expect(panel(ben).getByRole('article')).toHaveCount(2);
    expect(await violationsOn(ada.page), 'the chat').toEqual([]);
    await panel(ben).getByRole('article').first().getByRole('button', { name: 'Delete' }).tap();
    await panel(ben).getByRole('alert').getByRole('button', { name: 'Delete' }).tap();
    await expect(panel(ada).getByRole('article')).toHaveCount(1);
  });
});
