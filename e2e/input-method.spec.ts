import type { CDPSession } from '@playwright/test';
import { open } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';
import { editor, startText, texts } from './helpers/typing.ts';

test.describe('an input method', () => {
  const compose = (cdp: CDPSession, text: string) =>
    cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });

  test('keeps its composition while a colleague types into the same text', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await startText(ada);
    await ada.page.keyboard.type('ab');
    await ben.has(1);
    const cdp = await ada.context.newCDPSession(ada.page);
    await compose(cdp, 'に');
    await compose(cdp, 'にほ');
    await expect.poll(() => texts(ben)).toEqual(['abにほ']);
    await ben.page.evaluate(() => {
      const [element] = window.gesso.board.elements();
      if (element !== undefined) window.gesso.board.patch(element.id, { text: `x${String(element['text'])}` });
    });
    await expect.poll(() => texts(ada)).toEqual(['xabにほ']);
    await expect(editor(ada)).toHaveValue('abにほ');
    await compose(cdp, 'にほん');
    await cdp.send('Input.insertText', { text: '日本' });
    await expect(editor(ada)).toHaveValue('xab日本');
    await ada.page.keyboard.type('!');
    await ada.page.keyboard.press('Escape');
    await expect.poll(() => texts(ben)).toEqual(['xab日本!']);
    expect(await texts(ada)).toEqual(['xab日本!']);
    await ada.leave();
    await ben.leave();
  });

  for (const mark of [{ isComposing: true }, { keyCode: 229 }]) {
    test(`has Enter, Escape and arrows for itself (${Object.keys(mark)[0] ?? ''})`, async ({ browser, server }) => {
      const ada = await open(browser, server.url);
      const press = (key: string) =>
        ada.page.evaluate(
          ([name, init]) => {
            const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init });
            document.activeElement?.dispatchEvent(event);
          },
          [key, mark] as const,
        );
      await startText(ada);
      await ada.page.keyboard.type('ab');
      await press('Escape');
      await expect(editor(ada)).toBeFocused();
      await ada.page.keyboard.press('Escape');

      const name = ada.page.getByRole('textbox', { name: 'Board name' });
      await name.fill('Plan');
      await press('Enter');
      await press('Escape');
      await expect(name).toBeFocused();
      await expect(name).toHaveValue('Plan');
      await name.press('Enter');

      await ada.page.keyboard.press('Control+/');
      const search = ada.page.getByRole('searchbox');
      await search.fill('zoom');
      const chosen = ada.page.locator('[role=option][aria-selected=true]');
      const first = await chosen.textContent();
      await press('ArrowDown');
      expect(await chosen.textContent()).toBe(first);
      await press('Enter');
      await press('Escape');
      await expect(search).toBeVisible();
      await search.press('ArrowDown');
      expect(await chosen.textContent()).not.toBe(first);
      await ada.leave();
    });
  }
});
