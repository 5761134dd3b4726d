import { open } from './helpers/board-page.ts';
import { add, marks, select, write } from './helpers/rich-text.ts';
import { expect, test } from './helpers/test.ts';
import { editor, texts } from './helpers/typing.ts';

test.describe('copies', () => {
  const written = [
    { kind: 'text', x: 200, y: 200, text: 'one two', marks: [{ from: 0, to: 3, bold: true }], font: 'sans' },
  ];

  test('of elements keep their marks', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await add(ada, written);
    await ada.page.keyboard.press('Control+a');
    for (const key of ['Control+c', 'Control+v', 'Control+d']) await ada.page.keyboard.press(key);
    await ada.has(3);
    for (const element of await ada.elements()) expect(element['marks']).toEqual([{ from: 0, to: 3, bold: true }]);
    await ada.leave();
  });

  test('of letters keep them too, and lose them with Shift; HTML is read for what a text has', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await write(ada, 'ab');
    await select(ada, 1);
    await ada.page.keyboard.press('Control+b');
    await ada.page.keyboard.press('Control+c');
    await ada.page.keyboard.press('Control+End');
    await ada.page.keyboard.press('Control+v');
    await expect.poll(() => texts(ada)).toEqual(['aba']);
    expect(await marks(ada)).toEqual([
      { from: 0, to: 1, bold: true },
      { from: 2, to: 3, bold: true },
    ]);
    await editor(ada).evaluate((field: HTMLTextAreaElement) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/html', '<ul><li>x <em>y</em></li></ul><script>z</script>');
      clipboardData.setData('text/plain', 'plain');
      field.setSelectionRange(0, field.value.length);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }));
    });
    expect(await texts(ada)).toEqual(['• x y']);
    expect(await marks(ada)).toEqual([{ from: 4, to: 5, italic: true }]);
    await ada.leave();
  });

  test('of other programs become a formatted text on the board, and a plain one with Shift', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const pasteOnBoard = (html: string) =>
      ada.page.evaluate((given) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/html', given);
        clipboardData.setData('text/plain', 'plain');
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }));
      }, html);
    const list = '<h2>Head</h2><ul><li>x <a href="https://example.org/">y</a></li></ul>';
    await ada.page.mouse.move(500, 300);
    await pasteOnBoard(list);
    await expect.poll(() => texts(ada)).toEqual(['Head\n• x y']);
    expect(await marks(ada)).toEqual([
      { from: 0, to: 4, bold: true },
      { from: 9, to: 10, link: 'https://example.org/' },
    ]);
    await pasteOnBoard('<div>nothing to <span>format</span></div>');
    await expect.poll(() => texts(ada)).toEqual(['Head\n• x y', 'plain']);
    await ada.page.evaluate(() =>
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'V', ctrlKey: true, shiftKey: true })),
    );
    await pasteOnBoard(list);
    await expect.poll(() => texts(ada)).toEqual(['Head\n• x y', 'plain', 'plain']);
    await ada.page.keyboard.press('Control+z');
    await expect.poll(() => texts(ada)).toEqual(['Head\n• x y', 'plain']);
    await ada.leave();
  });
});
