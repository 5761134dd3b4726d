import { PNG } from 'pngjs';
import { open, openHolding, openWithout, type Person } from './helpers/board-page.ts';
import { decodePng, differingPixels, inkPixels } from './helpers/pixels.ts';
import { add, bar, button, markedWords, marks, oneOfEachMark, select, write } from './helpers/rich-text.ts';
import { expect, test } from './helpers/test.ts';
import { editor, texts } from './helpers/typing.ts';

test.describe('letters', () => {
  test('are marked by key, also those that are typed next, and stay where they are', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await write(ada, 'one two');
    const width = (await editor(ada).boundingBox())?.width;
    await select(ada, 3);
    for (const key of ['Control+b', 'Control+i', 'Control+Shift+x', 'Control+e']) await ada.page.keyboard.press(key);
    expect(await marks(ada)).toEqual([{ from: 0, to: 3, bold: true, italic: true, strike: true, code: true }]);
    expect((await editor(ada).boundingBox())?.width).toBe(width);
    for (const key of ['Control+i', 'Control+Shift+x', 'Control+e']) await ada.page.keyboard.press(key);
    await ada.page.keyboard.press('Control+End');
    await ada.page.keyboard.press('Control+i');
    await ada.page.keyboard.type(' new');
    await ada.page.keyboard.press('Control+i');
    await ada.page.keyboard.type(' old');
    expect(await texts(ada)).toEqual(['one two new old']);
    expect(await marks(ada)).toEqual([
      { from: 0, to: 3, bold: true },
      { from: 7, to: 11, italic: true },
    ]);
    await ada.leave();
  });

  test('are marked by the bar, which says what they are and leaves the caret where it is', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await write(ada, 'one two');
    await select(ada, 3);
    await button(ada, 'Bold').click();
    await expect(editor(ada)).toBeFocused();
    await expect(button(ada, 'Bold')).toHaveAttribute('aria-pressed', 'true');
    await expect(button(ada, 'Italic')).toHaveAttribute('aria-pressed', 'false');
    await ada.page.keyboard.press('Control+End');
    await expect(button(ada, 'Bold')).toHaveAttribute('aria-pressed', 'false');
    await ada.page.keyboard.press('Alt+F10');
    await expect(button(ada, 'Bold')).toBeFocused();
    await ada.page.keyboard.press('ArrowRight');
    await expect(button(ada, 'Italic')).toBeFocused();
    await ada.page.keyboard.press('Escape');
    await expect(editor(ada)).toBeFocused();
    await ada.leave();
  });

  test('become a link that Ctrl and a click opens, and no address that would run', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await write(ada, 'see here');
    await select(ada, 3);
    await ada.page.keyboard.press('Control+k');
    const address = ada.page.getByRole('textbox', { name: 'Address of the link' });
    await address.fill('javascript:alert(1)');
    await address.press('Enter');
    await expect(ada.page.getByText('A link begins with')).toBeVisible();
    await address.fill('example.org/a');
    await address.press('Enter');
    await expect(editor(ada)).toBeFocused();
    expect(await marks(ada)).toEqual([{ from: 0, to: 3, link: 'https://example.org/a' }]);
    await ada.page.keyboard.press('Escape');
    const [text] = await ada.elements();
    const opened = ada.page.waitForEvent('popup');
    await ada.page.keyboard.down('Control');
    await ada.page.mouse.click((text?.x ?? 0) + 8, (text?.y ?? 0) + 12);
    await ada.page.keyboard.up('Control');
    await opened;
    await ada.leave();
  });

  test('of all that is selected are marked without typing', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await add(ada, [
      { kind: 'rect', x: 100, y: 200, width: 200, height: 100, text: 'a b' },
      { kind: 'sticky', x: 400, y: 200, width: 200, height: 200, text: 'c' },
    ]);
    await ada.page.keyboard.press('Control+a');
    await ada.page.keyboard.press('Control+b');
    const all = () => ada.elements().then((elements) => elements.map((element) => element['marks']));
    await expect.poll(all).toEqual([[{ from: 0, to: 3, bold: true }], [{ from: 0, to: 1, bold: true }]]);
    await ada.page.keyboard.press('Control+z');
    await expect.poll(all).toEqual([undefined, undefined]);
    await ada.leave();
  });

  test('are formatted in a step that is undone alone, while they are typed and after', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await write(ada, 'one');
    await ada.page.keyboard.press('Control+a');
    await ada.page.keyboard.press('Control+b');
    expect(await marks(ada)).toEqual([{ from: 0, to: 3, bold: true }]);
    await ada.page.keyboard.press('Control+z');
    expect(await marks(ada)).toBeUndefined();
    expect(await texts(ada)).toEqual(['one']);
    await ada.page.keyboard.press('Control+b');
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('Control+z');
    expect(await marks(ada)).toBeUndefined();
    expect(await texts(ada)).toEqual(['one']);
    await ada.leave();
  });
});

test.describe('lists', () => {
  test('begin by what is typed, go on with Enter and end in an empty item', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await write(ada, '- one');
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('two');
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('1. a');
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('b');
    await ada.page.keyboard.press('ArrowUp');
    await ada.page.keyboard.press('End');
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('new');
    expect(await texts(ada)).toEqual(['• one\n• two\n1. a\n2. new\n3. b']);
    await ada.leave();
  });

  test('are what was typed again after one undo', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await write(ada, 'a');
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('- ');
    expect(await texts(ada)).toEqual(['a\n• ']);
    await ada.page.keyboard.press('Control+z');
    expect(await texts(ada)).toEqual(['a\n- ']);
    await ada.leave();
  });

  test('have boxes that a click ticks, also before what hears it has come, and Ctrl+Shift+Enter', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const { person: ben, letGo } = await openHolding(/rich-text-work/, browser, ada.address());
    await write(ada, '[] milk');
    await ada.page.keyboard.press('Control+Shift+Enter');
    expect(await marks(ada)).toEqual([{ from: 0, to: 1, done: true }]);
    await ada.page.keyboard.press('Escape');
    await ben.has(1);
    await expect.poll(() => marks(ben)).toEqual([{ from: 0, to: 1, done: true }]);
    const [text] = await ben.elements();
    const box = [(text?.x ?? 0) + 8, (text?.y ?? 0) + 13] as const;
    await ben.page.keyboard.press('v');
    await ben.page.mouse.click(...box);
    expect(await marks(ben)).toEqual([{ from: 0, to: 1, done: true }]);
    letGo();
    await expect.poll(() => marks(ada)).toBeUndefined();
    expect(await texts(ada)).toEqual(['☐ milk']);
    await ben.page.mouse.click(...box);
    await expect.poll(() => marks(ada)).toEqual([{ from: 0, to: 1, done: true }]);
    for (const person of [ada, ben]) await person.leave();
  });

  test('are made of the selected lines by the bar', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await write(ada, 'a');
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('b');
    await ada.page.keyboard.press('Control+a');
    await button(ada, 'Numbered list').click();
    expect(await texts(ada)).toEqual(['1. a\n2. b']);
    await ada.page.keyboard.press('Control+a');
    await ada.page.keyboard.press('Control+Shift+9');
    expect(await texts(ada)).toEqual(['☐ a\n☐ b']);
    await expect(button(ada, 'Checkboxes')).toHaveAttribute('aria-pressed', 'true');
    await ada.leave();
  });
});

test('two people type and format one text at once, and each undoes only their own', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await write(ada, 'one two');
  await ben.has(1);
  const [text] = await ben.elements();
  await ben.page.keyboard.press('v');
  await ben.page.mouse.dblclick((text?.x ?? 0) + 20, (text?.y ?? 0) + 12);
  await expect(bar(ben)).toBeVisible();
  await ben.page.keyboard.press('Control+Home');
  await ben.page.keyboard.type('zero ');
  await expect.poll(() => texts(ada)).toEqual(['zero one two']);
  await select(ada, 8);
  await ada.page.keyboard.press('Control+b');
  await ben.page.keyboard.press('Control+a');
  await ben.page.keyboard.press('Control+i');
  const both = [
    { from: 0, to: 8, bold: true, italic: true },
    { from: 8, to: 12, italic: true },
  ];
  for (const person of [ada, ben]) await expect.poll(() => marks(person)).toEqual(both);
  await ada.page.keyboard.press('Control+End');
  await ada.page.keyboard.type('!');
  await expect.poll(() => texts(ben)).toEqual(['zero one two!']);
  await ben.page.keyboard.press('Control+z');
  for (const person of [ada, ben]) await expect.poll(() => marks(person)).toEqual([{ from: 0, to: 8, bold: true }]);
  expect(await texts(ada)).toEqual(['zero one two!']);
  for (const person of [ada, ben]) await person.leave();
});

test.describe('what is painted', () => {
  const text = `${markedWords}, and so on until it wraps\n• ☐ done`;
  const elements = [
    // The outermost thing: the picture begins half its line before it.
    { kind: 'rect', x: 160, y: 160, width: 400, height: 340 },
    {
      kind: 'rect',
      x: 200,
      y: 200,
      width: 320,
      height: 260,
      size: 24,
      font: 'sans',
      text,
      marks: oneOfEachMark,
    },
  ];
  const png = async ({ page }: Person): Promise<Buffer> =>
    Buffer.from(
      await page.evaluate(async () => {
        const options = { format: 'png', scale: 1, background: true, padding: 0 };
        return [...new Uint8Array(await (await window.gesso.exportBlob(options)).arrayBuffer())];
      }),
    );

  test('is the same on the screen, in a PNG, without workers and while it is typed', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { colorScheme: 'light' });
    await add(ada, elements);
    await ada.sees('saved');
    const exported = await png(ada);
    const { width, height } = decodePng(exported);
    const place = async (person: Person) => {
      await person.page.evaluate(
        ([x = 0, y = 0]) => {
          window.gesso.tool('hand');
          window.gesso.select([]);
          window.gesso.camera.set({ x: 160 - x, y: 160 - y, zoom: 1 });
        },
        [(width - 400) / 2, (height - 340) / 2],
      );
      await person.page.mouse.move(5, 700);
    };
    const screen = async (person: Person) => {
      const part = new PNG({ width, height });
      PNG.bitblt(decodePng(await person.picture()), part, 0, 0, width, height, 0, 0);
      return PNG.sync.write(part);
    };
    await place(ada);
    const ink = inkPixels(decodePng(exported));
    expect(ink).toBeGreaterThan(3_000);
    const shown = await screen(ada);
    expect(differingPixels(exported, shown)).toBeLessThan(ink * 0.01);

    const ben = await openWithout('workers', browser, ada.address());
    await ben.has(2);
    await place(ben);
    expect(differingPixels(shown, await screen(ben))).toBeLessThan(ink * 0.01);

    await ada.page.evaluate(() => window.gesso.tool('select'));
    await ada.page.mouse.dblclick(200, 170);
    await expect(editor(ada)).toBeFocused();
    // Without the frame around what is selected.
    const inside = (picture: Buffer) => {
      const part = new PNG({ width: 280, height: 220 });
      PNG.bitblt(decodePng(picture), part, 60, 60, 280, 220, 0, 0);
      return PNG.sync.write(part);
    };
    expect(differingPixels(inside(shown), inside(await screen(ada)))).toBeLessThan(ink * 0.01);
    for (const person of [ada, ben]) await person.leave();
  });

  test('breaks its lines as the field does in which it is typed', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await add(ada, elements);
    await ada.page.evaluate(() => window.gesso.camera.set({ x: 100, y: 100, zoom: 1 }));
    await ada.page.evaluate(() => window.gesso.tool('select'));
    await ada.page.mouse.dblclick(260, 230);
    const field = editor(ada);
    await expect(field).toBeFocused();
    const heights = await field.evaluate((node) => [node.clientHeight, node.scrollHeight]);
    expect(heights[1]).toBe(heights[0]);
    await expect(field).toHaveCSS('-webkit-text-fill-color', 'rgba(0, 0, 0, 0)');
    await ada.leave();
  });
});

test('the caret of a person who types is shown to others where it is, with their name, until they are done', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await write(ada, 'one two');
  await ben.has(1);
  const caret = ben.page.locator('.peer-caret');
  await expect(caret).toHaveCount(1);
  await expect(caret.locator('span')).not.toBeEmpty();
  const [text] = await ben.elements();
  const left = async () => ((await caret.boundingBox())?.x ?? 0) - (text?.x ?? 0);
  await expect.poll(left).toBeGreaterThan(30);
  await ada.page.keyboard.press('Control+Home');
  await expect.poll(left).toBeLessThan(3);
  await ada.page.keyboard.press('Escape');
  await expect(caret).toHaveCount(0);
  for (const person of [ada, ben]) await person.leave();
});
