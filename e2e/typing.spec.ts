import { open, type Person, type Spot } from './helpers/board-page.ts';
import { errorsOf } from './helpers/browser-faults.ts';
import { decodePng, differingPixels, inkPixels } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';
import { editor, startText, texts } from './helpers/typing.ts';

/** Where the caret's line is on the screen, as the field lies there. */
const lastLine = async (person: Person) => {
  const box = await editor(person).boundingBox();
  if (box === null) throw new Error('no text is being typed');
  const height = await editor(person).evaluate((field) => Number.parseFloat(getComputedStyle(field).lineHeight));
  return { right: box.x + box.width, bottom: box.y + box.height, top: box.y + box.height - height };
};

test.describe('typing goes on', () => {
  test('when another window was in front meanwhile, with a new text, an empty one and a note', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const cdp = await ada.context.newCDPSession(ada.page);
    const away = async () => {
      // Playwright lets every page believe that it has the focus.
      await cdp.send('Emulation.setFocusEmulationEnabled', { enabled: false });
      const other = await ada.context.newPage();
      await other.bringToFront();
      await ada.page.waitForFunction(() => !document.hasFocus());
      await other.close();
      await ada.page.bringToFront();
      await ada.page.waitForFunction(() => document.hasFocus());
    };
    await startText(ada);
    await away();
    await ada.page.keyboard.type('abc');
    await away();
    await ada.page.keyboard.type('de');
    await ada.page.keyboard.press('Escape');
    expect(await texts(ada)).toEqual(['abcde']);
    await ada.pick('Sticky note');
    await ada.drag([700, 300], [860, 460]);
    await expect(editor(ada)).toBeFocused();
    await ada.page.keyboard.type('no');
    await away();
    await ada.page.keyboard.type('te');
    await ada.page.keyboard.press('Escape');
    expect(await texts(ada)).toEqual(['abcde', 'note']);
    await ada.leave();
  });

  test('when its style is chosen, which it takes on, before its first letter and after', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await startText(ada);
    await (await ada.styles()).getByRole('button', { name: 'Huge' }).click();
    await expect(editor(ada)).toBeFocused();
    await ada.page.keyboard.type('ab');
    await (await ada.styles()).getByRole('button', { name: 'Crimson', exact: true }).click();
    await ada.page.keyboard.type('cd');
    await ada.page.keyboard.press('Escape');
    const [text, ...others] = await ada.elements();
    expect(others).toEqual([]);
    expect(text).toMatchObject({ text: 'abcd' });
    expect(Number(text?.['size'])).toBeGreaterThan(40);
    expect(text?.['color']).not.toBe('#24272c');
    await ada.leave();
  });

  test('when Undo is pressed, which takes back what was typed last, and Redo, which brings it again', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const pressButton = (name: string) => ada.page.getByRole('button', { name, exact: true }).click();
    await startText(ada);
    await ada.page.keyboard.type('one');
    // A browser takes back what was typed between two moves of the caret.
    await ada.page.keyboard.press('Home');
    await ada.page.keyboard.press('End');
    await ada.page.keyboard.type(' two');
    await pressButton('Undo');
    await expect(editor(ada)).toBeFocused();
    await expect(editor(ada)).toHaveValue('one');
    await pressButton('Redo');
    await expect(editor(ada)).toHaveValue('one two');
    await ada.page.keyboard.type('!');
    await ada.page.keyboard.press('Escape');
    expect(await texts(ada)).toEqual(['one two!']);
    await ada.leave();
  });

  test('in the next text at once, when Enter follows Escape before anything is painted', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await startText(ada);
    await ada.page.keyboard.type('one');
    await ada.page.evaluate(() => window.gesso.settled());
    const opened = await ada.page.evaluate(async () => {
      const press = async (key: string) => {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        for (let i = 0; i < 10; i += 1) await undefined;
        return document.activeElement instanceof HTMLTextAreaElement;
      };
      return [await press('Escape'), await press('Enter')];
    });
    expect(opened).toEqual([false, true]);
    await ada.page.keyboard.type(', two');
    expect(await texts(ada)).toEqual(['one, two']);
    await ada.leave();
  });

  test('when the zoom is pressed, and ends with a press on the paper', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await startText(ada);
    await ada.page.keyboard.type('ab');
    await ada.page.getByRole('button', { name: 'Zoom in' }).click();
    await ada.page.keyboard.type('cd');
    await ada.page.mouse.click(700, 600);
    await expect(editor(ada)).toHaveCount(0);
    await expect(ada.page.getByRole('button', { name: 'Select', exact: true })).toHaveAttribute('aria-pressed', 'true');
    expect(await texts(ada)).toEqual(['abcd']);
    await ada.leave();
  });
});

test.describe('typing is done', () => {
  test('when another tool is chosen by its button: keys are meant for that', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await startText(ada);
    await ada.page.keyboard.type('first');
    await ada.pick('Rectangle');
    await ada.page.keyboard.press('v');
    await ada.page.keyboard.press('Control+a');
    await ada.page.keyboard.press('Delete');
    await ada.has(0);
    await ada.leave();
  });

  test('when the paper is pressed, also where a shape lies, and no second text begins', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.pick('Rectangle');
    await ada.drag([700, 500], [800, 600]);
    await startText(ada);
    await ada.page.keyboard.type('first');
    await ada.page.mouse.click(702, 550);
    await expect(editor(ada)).toHaveCount(0);
    await ada.page.keyboard.press('v');
    expect((await texts(ada)).toSorted()).toEqual(['', 'first']);
    await ada.leave();
  });

  test('not by Tab, which types spaces', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await startText(ada);
    await ada.page.keyboard.type('a');
    await ada.page.keyboard.press('Tab');
    await ada.page.keyboard.type('b');
    await ada.page.keyboard.press('Escape');
    expect(await texts(ada)).toEqual(['a    b']);
    await ada.leave();
  });
});

test('the wheel over a text that is being typed moves and zooms the paper', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await startText(ada);
  await ada.page.keyboard.type('wheel');
  await ada.page.mouse.move(420, 300);
  const before = await ada.page.evaluate(() => window.gesso.camera.get());
  await ada.page.mouse.wheel(0, 37);
  await expect.poll(async () => (await ada.page.evaluate(() => window.gesso.camera.get())).y).not.toBe(before.y);
  await ada.page.keyboard.down('Control');
  await ada.page.mouse.wheel(0, -53);
  await ada.page.keyboard.up('Control');
  await expect.poll(async () => (await ada.page.evaluate(() => window.gesso.camera.get())).zoom).not.toBe(1);
  await expect(editor(ada)).toBeFocused();
  await ada.leave();
});

test.describe('what is typed stays in view', () => {
  test('above a phone’s keyboard', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 } });
    await ada.page.evaluate(() => window.gesso.tool('text'));
    await ada.page.mouse.click(150, 700);
    await expect(editor(ada)).toBeFocused();
    await ada.page.setViewportSize({ width: 390, height: 420 });
    await ada.page.keyboard.type('seen');
    await expect.poll(async () => (await lastLine(ada)).bottom).toBeLessThanOrEqual(420);
    expect((await lastLine(ada)).top).toBeGreaterThanOrEqual(0);
    await ada.leave();
  });

  test('in a long line, and in many lines', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await startText(ada, 1240, 300);
    await ada.page.keyboard.type('thirty letters and a few more of them');
    await expect.poll(async () => (await lastLine(ada)).right).toBeLessThanOrEqual(1280);
    await ada.page.keyboard.press('Escape');
    await startText(ada, 400, 600);
    for (let i = 0; i < 20; i += 1) await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.type('last');
    await expect.poll(async () => (await lastLine(ada)).bottom).toBeLessThanOrEqual(800);
    await ada.page.keyboard.press('Control+Home');
    await ada.page.keyboard.type('first');
    const box = await editor(ada).boundingBox();
    expect(box?.y ?? -1).toBeGreaterThanOrEqual(0);
    await ada.leave();
  });

  test('in a text far away that is opened by Enter', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const [id] = await ada.page.evaluate(() =>
      window.gesso.board.add({ kind: 'text', x: 3_000, y: 3_000, text: 'far away' }),
    );
    await ada.page.evaluate((far) => window.gesso.select([far]), id ?? '');
    await ada.page.locator('.surface').focus();
    await ada.page.keyboard.press('Enter');
    await expect(editor(ada)).toBeInViewport({ ratio: 1 });
    await ada.leave();
  });
});

test.describe('more than a text can hold', () => {
  const told = 'A text holds 20,000 letters. What is beyond them was left out.';

  test('keeps what fits, by letters, by pages and from the clipboard', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const errors = errorsOf(ada.page);
    await startText(ada);
    await ada.page.keyboard.insertText('x'.repeat(30_000));
    await expect(ada.page.getByText(told)).toBeVisible();
    await expect.poll(() => editor(ada).evaluate((field: HTMLTextAreaElement) => field.value.length)).toBe(20_000);
    await ada.page.keyboard.type('abc');
    expect(await editor(ada).evaluate((field: HTMLTextAreaElement) => field.value.length)).toBe(20_000);
    await ada.page.keyboard.press('Escape');
    expect((await texts(ada)).map((text) => String(text).length)).toEqual([20_000]);
    await ada.page.keyboard.press('Control+a');
    await ada.page.keyboard.press('Delete');

    await ada.pick('Sticky note');
    await ada.drag([700, 300], [860, 460]);
    for (const letter of 'ab') await ada.page.keyboard.insertText(letter.repeat(15_000));
    await ada.page.keyboard.press('Escape');
    expect(await texts(ada)).toEqual([`${'a'.repeat(15_000)}${'b'.repeat(5_000)}`]);
    expect(errors).toEqual([]);
    await ada.leave();
  });
});

test('a text in which nothing can be seen leaves no element behind', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  for (const blank of ['   ', '\u200b\u2060', '\u3164']) {
    await startText(ada);
    await ada.page.keyboard.insertText(blank);
    await ada.page.keyboard.press('Escape');
    expect(await ada.elements()).toEqual([]);
  }
  await startText(ada);
  await ada.page.keyboard.type('seen');
  await ada.page.keyboard.press('Control+a');
  await ada.page.keyboard.insertText(' \n ');
  await ada.page.keyboard.press('Escape');
  expect(await ada.elements()).toEqual([]);
  await ada.leave();
});

test('letters of notes, cells and shapes stay where they were typed', async ({ browser, server }) => {
  // The caret is left out of the pictures by a style of the test.
  const ada = await open(browser, server.url, { colorScheme: 'light', bypassCSP: true });
  const note = { kind: 'sticky', x: 400, y: 300, width: 200, height: 200 };
  const cases: readonly (readonly [element: object, at: Spot, clip: readonly [number, number]])[] = [
    ...['hand', 'serif'].map((font) => [{ ...note, font, text: 'Paper gx' }, [500, 400], [180, 170]] as const),
    [{ ...note, text: 'Incomprehensibilities' }, [500, 400], [180, 170]],
    [{ kind: 'table', x: 406, y: 314, cells: [['Who gx', 'b']] }, [430, 330], [90, 26]],
    [{ ...note, kind: 'rect', fill: '#ffffff', text: 'Paper gx' }, [500, 400], [180, 170]],
  ];
  for (const [element, at, [width, height]] of cases) {
    await ada.page.evaluate((added) => {
      const { board, camera, tool, select } = window.gesso;
      board.remove(board.elements().map(({ id }) => id));
      board.add([added]);
      tool('select');
      select([]);
      camera.set({ x: 0, y: 0, zoom: 1 });
    }, element);
    const picture = async () => {
      await ada.page.mouse.move(5, 700);
      await ada.page.evaluate(() => window.gesso.settled());
      return ada.page.screenshot({ clip: { x: 410, y: 318, width, height } });
    };
    await ada.page.mouse.dblclick(...at);
    await expect(ada.page.locator('.text-editor')).toBeFocused();
    const typed = await picture();
    await ada.page.keyboard.press('Escape');
    await expect(ada.page.locator('.text-editor')).toHaveCount(0);
    await ada.page.evaluate(() => window.gesso.select([]));
    const ink = inkPixels(decodePng(typed));
    expect(ink).toBeGreaterThan(30);
    // Letters a pixel aside differ in as many as they have.
    expect(differingPixels(typed, await picture())).toBeLessThan(ink / 20);
  }
  await ada.leave();
});
