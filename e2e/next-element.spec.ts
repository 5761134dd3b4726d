import { open, openHolding } from './helpers/board-page.ts';
import { handsOf } from './helpers/hands.ts';
import { expect, test } from './helpers/test.ts';
import { editor, texts } from './helpers/typing.ts';

test('twelve notes are written one after the other by Tab, and undo takes them back one by one', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.pick('Sticky note');
  await ada.page.mouse.click(300, 300);
  const names = Array.from({ length: 12 }, (_, i) => `note ${i + 1}`);
  for (const [i, name] of names.entries()) {
    await expect(editor(ada)).toBeFocused();
    await expect(editor(ada)).toHaveValue('');
    await ada.page.keyboard.type(name);
    if (i < 11) await ada.page.keyboard.press(i % 2 === 0 ? 'Tab' : 'Control+Enter');
  }
  await expect(editor(ada)).toBeInViewport({ ratio: 1 });
  await ada.page.keyboard.press('Escape');
  expect(await texts(ada)).toEqual(names);
  const notes = await ada.elements();
  for (const [i, { x, y, color }] of notes.entries())
    expect([x, y, color]).toEqual([(notes[0]?.x ?? 0) + 220 * i, notes[0]?.y, '#ffe08a']);
  await ada.page.keyboard.press('Control+z');
  await ada.page.keyboard.press('Control+z');
  await ada.has(11);
  await ada.leave();
});

test('Tab at a selected note makes the next one, at a button it leads on, and Shift+Tab goes back', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.page.evaluate(() => {
    window.gesso.select(window.gesso.board.add({ kind: 'sticky', x: 500, y: 250, text: 'first' }));
  });
  await ada.page.locator('.surface').focus();
  await ada.page.keyboard.press('Tab');
  await expect(editor(ada)).toBeFocused();
  await ada.page.keyboard.type('second');
  await ada.page.keyboard.press('Shift+Tab');
  await expect(editor(ada)).toHaveValue('first');
  await ada.page.keyboard.press('Escape');
  await ada.page.getByRole('button', { name: 'Rectangle', exact: true }).focus();
  await ada.page.keyboard.press('Tab');
  await ada.has(2);
  await ada.leave();
});

test('a shape leads to the next by Ctrl and an arrow key, and by the handle at its side, clicked or dragged', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.page.evaluate(() => {
    window.gesso.select(
      window.gesso.board.add({ kind: 'rect', x: 300, y: 200, width: 160, height: 100, text: 'start' }),
    );
  });
  await ada.page.locator('.surface').focus();
  await ada.page.keyboard.press('Control+ArrowRight');
  await ada.has(3);
  await ada.page.keyboard.press('Control+ArrowDown');
  await ada.has(5);
  await ada.page.keyboard.type('down');
  await ada.page.keyboard.press('Escape');
  expect(await texts(ada)).toContain('down');
  await ada.page.mouse.click(380, 250);
  // Below the frame, where its handle is.
  await ada.page.mouse.click(380, 329);
  await ada.has(7);
  expect((await ada.elements()).filter(({ kind }) => kind === 'rect').map(({ x, y }) => [x, y])).toEqual([
    [300, 200],
    [540, 200],
    [540, 380],
    [300, 380],
  ]);
  await ada.page.mouse.click(380, 250);
  await ada.drag([271, 250], [150, 420]);
  const arrow = (await ada.elements()).at(-1);
  expect(arrow).toMatchObject({ kind: 'arrow', start: { at: [0, 0.5] } });
  expect(arrow?.['end']).toBeUndefined();
  await ada.page.keyboard.press('Control+z');
  await ada.has(7);
  await ada.leave();
});

test('a note leads to the next by a finger on the handle at its side', async ({ browser, server }) => {
  const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await ada.page.evaluate(() => {
    window.gesso.tool('select');
    window.gesso.board.add({ kind: 'sticky', x: 60, y: 300, width: 160, height: 160, text: 'first' });
  });
  const { tap } = await handsOf(ada);
  await tap({ id: 1, x: 140, y: 400 });
  // 12 pixels off: a finger is not exact.
  await tap({ id: 1, x: 271, y: 380 });
  await expect(editor(ada)).toBeFocused();
  await ada.page.keyboard.type('second');
  expect(await texts(ada)).toEqual(['first', 'second']);
  await expect(editor(ada)).toBeInViewport({ ratio: 1 });
  await ada.leave();
});

test('words typed while the next note is still on its way are not put into the one before it', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.sees('saved');
  const { person: ben, letGo } = await openHolding(/assets\/make-next-/, browser, ada.address());
  const { page } = ben;
  await page.keyboard.press('n');
  await page.mouse.click(300, 300);
  await expect(editor(ben)).toBeFocused();
  await page.keyboard.type('one');
  for (const _ of [1, 2]) {
    await page.keyboard.press('Tab');
    await page.keyboard.type('two');
  }
  expect(await texts(ben)).toEqual(['one']);
  letGo();
  await ben.has(2);
  await expect(editor(ben)).toHaveValue('');
  await page.keyboard.type('three');
  await expect.poll(() => texts(ben)).toEqual(['one', 'three']);
  for (const person of [ada, ben]) await person.leave();
});
