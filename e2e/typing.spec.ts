import type { CDPSession } from '@playwright/test';
import { open, type Person } from './helpers/board-page.ts';
import { errorsOf } from './helpers/browser-faults.ts';
import { expect, test } from './helpers/test.ts';

const editor = ({ page }: Person) => page.getByRole('textbox', { name: 'Text', exact: true });
const texts = async (person: Person) => (await person.elements()).map((element) => element['text']);

const startText = async (person: Person, x = 400, y = 300) => {
  await person.pick('Text');
  await person.page.mouse.click(x, y);
  await expect(editor(person)).toBeFocused();
};

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
    await ada.page.getByRole('button', { name: 'Huge' }).click();
    await expect(editor(ada)).toBeFocused();
    await ada.page.keyboard.type('ab');
    await ada.page.getByRole('button', { name: 'Crimson', exact: true }).click();
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

test('what a colleague deleted while it was typed can be put back', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await startText(ada);
  await ada.page.keyboard.type('first');
  await ben.has(1);
  await ben.page.keyboard.press('Control+a');
  await ben.page.keyboard.press('Delete');
  await ada.page.getByRole('button', { name: 'Put it back' }).click();
  await ben.has(1);
  expect(await texts(ben)).toEqual(['first']);
  for (const person of [ada, ben]) await person.leave();
});

test('a name that was left is no longer undone by the browser, and one that is not left yet is kept by a reload', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  const name = (person: Person) => person.page.getByRole('textbox', { name: 'Board name' });
  await name(ada).fill('Beta');
  await name(ada).press('Enter');
  await expect(name(ben)).toHaveValue('Beta');
  await ada.page.keyboard.press('Control+z');
  await expect(name(ada)).toHaveValue('Beta');
  await name(ben).fill('Gamma');
  await expect(name(ada)).toHaveValue('Gamma');
  await expect(name(ben)).toBeFocused();
  await ben.page.reload();
  await expect(name(ben)).toHaveValue('Gamma');
  for (const person of [ada, ben]) await person.leave();
});

test('a text that a colleague deletes while it is typed says so, and the letters that follow choose no tools', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await startText(ada);
  await ada.page.keyboard.type('gone');
  await ben.has(1);
  await ben.page.evaluate(() => window.gesso.board.remove(window.gesso.board.elements().map(({ id }) => id)));
  await ada.has(0);
  await ada.page.keyboard.type('red box');
  await expect(editor(ada)).toHaveCount(0);
  await expect(ada.page.getByText('Another person deleted this text while you were typing.')).toBeVisible();
  await expect(ada.page.getByRole('button', { name: 'Rectangle', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await ada.page.mouse.click(700, 600);
  await ada.page.keyboard.press('r');
  await expect(ada.page.getByRole('button', { name: 'Rectangle', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await ada.leave();
  await ben.leave();
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

test('a colleague’s new name for the board does not overwrite the one that is being typed', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  const name = ada.page.getByRole('textbox', { name: 'Board name' });
  await name.click();
  await ada.page.keyboard.type('plan of ');
  const other = ben.page.getByRole('textbox', { name: 'Board name' });
  await other.fill('other');
  await other.press('Enter');
  await expect(ada.page).toHaveTitle(/other/);
  await ada.page.keyboard.type('mine');
  await expect(name).toHaveValue('plan of mine');
  await name.press('Enter');
  await expect(other).toHaveValue('plan of mine');
  await ada.leave();
  await ben.leave();
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
