import { open } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';
import { editor, startText } from './helpers/typing.ts';

const widthOf = async (person: Parameters<typeof editor>[0]) => (await editor(person).boundingBox())?.width ?? 0;

test.describe('a text', () => {
  test('made by a click grows to 480 pixels and wraps there, while it is typed and after', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await startText(ada, 400, 200);
    await ada.page.keyboard.type('short');
    expect(await widthOf(ada)).toBeLessThan(140);
    await ada.page.keyboard.type(
      ' and then a good deal longer, until it is so long that it does not fit into a line any more',
    );
    await expect.poll(() => widthOf(ada)).toBeGreaterThan(300);
    expect(await widthOf(ada)).toBeLessThanOrEqual(480);
    const field = editor(ada);
    const [height, line] = await field.evaluate((text) => [
      text.clientHeight,
      Number.parseFloat(getComputedStyle(text).lineHeight),
    ]);
    expect(height).toBeGreaterThan(2 * line - 2);
    // All of it is to be seen: nothing is scrolled away.
    expect(await field.evaluate((text) => text.scrollHeight - text.clientHeight)).toBeLessThanOrEqual(1);
    await ada.page.keyboard.press('Escape');
    const [text] = await ada.elements();
    expect(text).toMatchObject({ most: 480 });
    await ada.leave();
  });

  test('in Arabic grows to the left of where it was begun', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await startText(ada, 700, 300);
    await ada.page.keyboard.insertText('مرحبا بكم في اللوحة');
    const box = await editor(ada).boundingBox();
    expect(Math.abs((box?.x ?? 0) + (box?.width ?? 0) - 700)).toBeLessThan(4);
    await ada.leave();
  });

  test('dragged out is a column of that width, by mouse', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.pick('Text');
    await ada.drag([400, 200], [560, 300]);
    await expect(editor(ada)).toBeFocused();
    await ada.page.keyboard.type('words in a narrow column');
    await expect.poll(() => widthOf(ada)).toBe(160);
    await ada.page.keyboard.press('Escape');
    const [text] = await ada.elements();
    expect(text).toMatchObject({ x: 400, width: 160 });
    await ada.leave();
  });

  test('tool pressed in a shape writes its label', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.pick('Rectangle');
    await ada.drag([400, 300], [600, 420]);
    await startText(ada, 500, 360);
    await ada.page.keyboard.type('a label');
    await ada.page.keyboard.press('Escape');
    const [shape, ...others] = await ada.elements();
    expect(others).toEqual([]);
    expect(shape).toMatchObject({ kind: 'rect', text: 'a label' });
    await ada.leave();
  });
});
