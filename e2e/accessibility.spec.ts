import { open, type Person } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

/** A board with what brings bars about, and the element of it that each is near. */
const rich = ({ page }: Person) =>
  page.evaluate(() => {
    const [shape = '', note = '', , table = '', line = ''] = window.gesso.board.add([
      { kind: 'rect', x: 300, y: 200, width: 180, height: 100, text: 'Box', link: 'https://example.org' },
      { kind: 'sticky', x: 560, y: 200, width: 160, height: 160, text: 'Note' },
      { kind: 'frame', x: 280, y: 420, width: 300, height: 200, name: 'Frame' },
      { kind: 'table', x: 620, y: 440, cells: [['a', 'b']] },
      {
        kind: 'stroke',
        x: 780,
        y: 200,
        points: [
          [0, 0],
          [60, 40],
        ],
      },
    ]);
    window.gesso.tool('select');
    return { shape, note, table, line };
  });

const select = ({ page }: Person, ids: readonly string[]) =>
  page.evaluate((wanted) => {
    window.gesso.select(wanted);
    document.querySelector<HTMLElement>('.surface')?.focus();
  }, ids);

/** The keys that open a panel. */
const panels = ['Control+f', 'Control+/', 'Control+Shift+S', 'Control+Shift+E', 'Shift+F', 'Shift+?'] as const;

/** Commands that open something, and what that is. */
const named = [
  ['Position and size', 'dialog.measures'],
  ['Pick a color from the board', '.eyedropper'],
  ['Language', 'dialog.language'],
  ['Read the board as a list', 'dialog.outline'],
  ['Chat here', '.chat-field'],
  ['React here', '.reactions'],
] as const;

for (const [name, options] of [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['forced colors', { forcedColors: 'active' }],
] as const)
  test(`nothing stands in the way of those who do not see or point well: ${name}`, async ({ browser, server }) => {
    const ada = await open(browser, server.url, { ...options, reducedMotion: 'reduce' });
    const { page } = ada;
    const clean = async (what: string) => {
      expect.soft(await violationsOn(page), what).toEqual([]);
    };
    await clean('an empty board');
    const ben = await open(browser, ada.address(), options);
    await expect(page.getByRole('list', { name: 'People on this board' }).getByRole('button')).toHaveCount(2);
    await clean('two people');
    const { shape, note, table, line } = await rich(ada);
    await select(ada, [shape]);
    // What is about a color has it in forced colors too.
    for (const about of ['.face.me', '.pill-dot.ink'])
      expect(
        await page
          .locator(about)
          .evaluate((one: HTMLElement) => getComputedStyle(one).backgroundColor === one.style.backgroundColor),
        about,
      ).toBe(true);
    for (const [what, ids] of [
      ['a shape with a link', [shape]],
      ['a note', [note]],
      ['a table', [table]],
      ['ink', [line]],
      ['several', [shape, note]],
    ] as const) {
      await select(ada, ids);
      await expect(
        page.getByRole('toolbar', { name: what === 'a table' ? 'Table' : 'Selection', exact: true }),
      ).toBeVisible();
      await clean(`${what} selected`);
    }
    await page.getByRole('button', { name: 'Align', exact: true }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await clean('the menu that aligns');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menu')).toBeVisible();
    await page.getByRole('menuitem', { name: 'Copy style, PNG, link' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('menu')).toHaveCount(2);
    await clean('the menu of several');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    for (const [command, what] of named) {
      await select(ada, [shape, note]);
      await page.keyboard.press('Control+/');
      await page.keyboard.type(command);
      await page.keyboard.press('Enter');
      await expect(page.locator(what)).toBeVisible();
      await clean(command);
      await page.keyboard.press('Escape');
      await expect(page.locator(what)).toHaveCount(0);
    }
    await select(ada, [line]);
    await page.keyboard.press('Control+Shift+h');
    await expect(page.locator('.hidden-chip')).toBeVisible();
    await clean('something is hidden');
    await page.locator('.hidden-chip').click();
    await select(ada, [shape]);
    await page.keyboard.press('Enter');
    await expect(page.locator('.text-editor')).toBeFocused();
    await page.keyboard.press('Control+a');
    await clean('a text that is typed');
    await page.keyboard.press('Escape');
    const panel = page.getByRole('dialog');
    for (const key of panels) {
      await page.locator('.surface').focus();
      await page.keyboard.press(key);
      await expect(panel).toBeVisible();
      await clean(`the panel of ${key}`);
      await page.keyboard.press('Escape');
      await expect(panel).toHaveCount(0);
    }
    await select(ada, [shape]);
    await page.keyboard.press('Control+k');
    await expect(panel).toBeVisible();
    await clean('the question for a link');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Settings' }).click();
    await expect(page.getByRole('menu', { name: 'Settings' })).toBeVisible();
    await clean('the menu of the board');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await ben.leave();
    await ada.leave();
  });

test('what is selected is said: where an arrow leads, what is locked, groups, and a text once it is typed', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const { page } = ada;
  const { keyboard } = page;
  const said = page.locator('[data-for="selection"]');
  const { note, box, arrow } = await page.evaluate(() => {
    const [one = '', other = ''] = window.gesso.board.add([
      { kind: 'rect', x: 300, y: 200, width: 160, height: 100, text: 'Tea' },
      { kind: 'rect', x: 700, y: 200, width: 160, height: 100, text: 'Milk', locked: true },
    ]);
    const at = [0.5, 0.5];
    const [line = ''] = window.gesso.board.add([
      {
        ...{ kind: 'arrow', x: 380, y: 250 },
        points: [
          [0, 0],
          [400, 0],
        ],
        start: { element: one, at },
        end: { element: other, at },
      },
    ]);
    window.gesso.tool('select');
    return { note: one, box: other, arrow: line };
  });
  await select(ada, [arrow]);
  await expect(said).toHaveText(/^Arrow from “Tea” to “Milk”/);
  await select(ada, [box]);
  await expect(said).toHaveText(/^Rectangle, “Milk”, locked/);
  await select(ada, [note]);
  await keyboard.press('Enter');
  await keyboard.type(' and more');
  await expect(said).toHaveText(/^Rectangle, “Tea”/);
  await keyboard.press('Escape');
  await expect(said).toHaveText(/^Rectangle, “Tea and more”/);
  await select(ada, [note, arrow]);
  await expect(said).toHaveText('2 elements selected');
  await keyboard.press('Control+g');
  await expect(said).toHaveText('Group of 2');
  await keyboard.press('Control+Shift+l');
  await expect(said).toHaveText('Group of 2, locked');
  await ada.leave();
});

test('what is done by keys, from all commands and in the style panel is said, and why a lock stops it', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const { page } = ada;
  const { keyboard } = page;
  const said = page.locator('[data-for="done"]');
  const ids = await page.evaluate(() => {
    const made = window.gesso.board.add([
      { kind: 'rect', x: 300, y: 200, width: 160, height: 100 },
      { kind: 'rect', x: 700, y: 300, width: 160, height: 100 },
    ]);
    window.gesso.tool('select');
    return made;
  });
  await select(ada, ids);
  for (const [key, words] of [
    [']', 'Brought to front'],
    ['Shift+ArrowRight', 'Moved 10 right'],
    ['Shift+h', 'Flipped horizontally'],
    ['Control+Shift+ArrowLeft', 'Aligned left'],
    ['Control+z', 'Undone'],
  ] as const) {
    await keyboard.press(key);
    await expect(said, key).toHaveText(words);
  }
  await keyboard.press('Control+/');
  await keyboard.type('tidy');
  await keyboard.press('Enter');
  await expect(said).toHaveText('Tidied up');
  const panel = await ada.styles();
  await panel.getByRole('button', { name: 'Crimson', exact: true }).first().press('Enter');
  await expect(said).toHaveText('Color: Crimson');
  await page.getByRole('application').focus();
  await keyboard.press('Control+Shift+l');
  await keyboard.press('Delete');
  await expect(said).toHaveText('Locked: unlock first');
  await keyboard.press('Control+Shift+l');
  await expect(said).toHaveText('Unlocked');
  await keyboard.press('Delete');
  await expect(said).toHaveText('Deleted');
  await ada.leave();
});

test('nor does anything on a phone, the sheet for style and the other tools included', async ({ browser, server }) => {
  const ada = await open(browser, server.url, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const { page } = ada;
  const clean = async (what: string) => {
    expect.soft(await violationsOn(page), what).toEqual([]);
  };
  await clean('an empty board');
  await page.getByRole('region', { name: 'Style' }).getByRole('button', { name: 'Style', exact: true }).tap();
  await expect(page.locator('.style-sheet')).toBeVisible();
  await clean('the sheet for style');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More tools', exact: true }).tap();
  await expect(page.getByRole('toolbar', { name: 'More tools' })).toBeVisible();
  await clean('more tools');
  await ada.leave();
});
