import { open, type Person } from './helpers/board-page.ts';
import { errorsOf } from './helpers/browser-faults.ts';
import { expect, test } from './helpers/test.ts';

/** Pastes text on the paper. */
const paste = ({ page }: Person, text: string) =>
  page.evaluate((given) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', given);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

const edge = 1e7;

test.describe('a limit that is met by hand is a sentence, never an exception', () => {
  test('more letters than a text holds, pasted on the paper', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const errors = errorsOf(ada.page);
    await paste(ada, 'word '.repeat(6_000));
    await expect(ada.page.getByText('A text holds 20,000 letters.')).toBeVisible();
    const [text] = await ada.elements();
    expect(String(text?.['text'])).toHaveLength(20_000);
    expect(errors).toEqual([]);
    await ada.leave();
  });

  test('copied elements that no board takes', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const errors = errorsOf(ada.page);
    const good = { kind: 'rect', x: 300, y: 300, width: 50, height: 50 };
    const elements = [good, { ...good, width: -4 }, { ...good, x: 'left' }];
    await paste(ada, JSON.stringify({ type: 'gesso/elements', elements }));
    await ada.has(1);
    await expect(ada.page.getByText('2 of the elements could not be pasted and were left out.')).toBeVisible();
    expect(errors).toEqual([]);
    await ada.leave();
  });

  test('the 33rd group in one another', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const errors = errorsOf(ada.page);
    await ada.page.evaluate(() => {
      const groups = Array.from({ length: 32 }, (_, i) => `group${i}`.padEnd(12, '-'));
      const box = { kind: 'rect', width: 50, height: 50, groups };
      window.gesso.board.add([
        { ...box, x: 300, y: 300 },
        { ...box, x: 400, y: 300 },
      ]);
    });
    await ada.page.locator('.surface').focus();
    await ada.page.keyboard.press('Control+a');
    await ada.page.keyboard.press('Control+g');
    await expect(ada.page.getByText('These elements are in 32 groups already.')).toBeVisible();
    expect((await ada.elements()).map(({ groups }) => (groups as unknown[]).length)).toEqual([32, 32]);
    expect(errors).toEqual([]);
    await ada.leave();
  });

  test('a shape dragged, resized, nudged and drawn beyond the edge of the board, and ink there', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    const errors = errorsOf(ada.page);
    await ada.page.evaluate((far) => {
      window.gesso.board.add({ kind: 'rect', x: far - 220, y: 300, width: 200, height: 100, fill: '#c0273a' });
      window.gesso.camera.set({ x: far - 500, y: 0, zoom: 1 });
      window.gesso.tool('select');
    }, edge);
    const told = ada.page.getByText('The board ends here');
    const close = () => ada.page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
    const before = await ada.elements();

    await ada.drag([350, 350], [900, 350]);
    await expect(told).toBeVisible();
    expect(await ada.elements()).toEqual(before);
    await close();

    await ada.pick('Rectangle');
    await ada.drag([700, 500], [900, 600]);
    await expect(told).toBeVisible();
    await close();

    await ada.pick('Pen');
    await ada.draw([
      [700, 650],
      [760, 670],
      [820, 650],
    ]);
    await expect(told).toBeVisible();
    await close();

    await ada.pick('Text');
    await ada.page.mouse.click(800, 300);
    await ada.page.keyboard.type('a');
    await expect(told).toBeVisible();
    await expect(ada.page.getByRole('textbox', { name: 'Text', exact: true })).toHaveCount(0);
    expect(await ada.elements()).toEqual(before);

    // The board goes on for both.
    await ada.pick('Rectangle');
    await ada.drag([200, 500], [300, 600]);
    await ada.has(2);
    await ben.has(2);
    await ada.sees('saved');
    expect(errors).toEqual([]);
    await ada.leave();
    await ben.leave();
  });
});

test('a pasted paragraph wraps at a width that can be read, a short line stays one', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await paste(ada, 'A paragraph of many words that goes on and on. '.repeat(42));
  await paste(ada, 'short');
  // What pastes is fetched with the first paste.
  await ada.has(2);
  const [long, short] = await ada.elements();
  expect(Number(long?.['width'])).toBeLessThanOrEqual(480);
  expect(Number(long?.['width'])).toBeGreaterThan(200);
  expect(short?.['width']).toBeUndefined();
  for (const blank of ['  \n ', '\u200b\u2060']) await paste(ada, blank);
  await ada.has(2);
  await ada.leave();
});
