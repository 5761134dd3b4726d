import { open, type Person } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';
import { editor, startText, texts } from './helpers/typing.ts';

const widthOf = async (person: Person) => (await editor(person).boundingBox())?.width ?? 0;

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

/** The box around all that is drawn, as it is exported. */
const drawnHeight = ({ page }: Person) =>
  page.evaluate(async () => {
    const svg = await (await window.gesso.exportBlob({ format: 'svg' })).text();
    return Number(/ height="([\d.]+)"/.exec(svg)?.[1]);
  });

test.describe('a shape', () => {
  test('grows with what two people type into it at once; each takes back their own, and the shape comes along', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.page.evaluate(() => {
      const [id = ''] = window.gesso.board.add({ kind: 'rect', x: 500, y: 150, width: 160, height: 60, size: 20 });
      window.gesso.select([id]);
    });
    const ben = await open(browser, ada.address());
    await ben.has(1);
    await ben.page.evaluate(() => window.gesso.select(window.gesso.board.elements().map(({ id }) => id)));
    const bare = await drawnHeight(ada);
    for (const person of [ada, ben]) {
      await person.page.locator('.surface').focus();
      await person.page.keyboard.press('Enter');
      await expect(editor(person)).toBeFocused();
    }
    await Promise.all([
      ada.page.keyboard.type('ada types a whole sentence here. '),
      ben.page.keyboard.type('ben another one that is longer. '),
    ]);
    await expect.poll(async () => (await texts(ada))[0]).toHaveLength(65);
    await expect.poll(async () => (await texts(ben))[0]).toBe((await texts(ada))[0]);
    const both = await drawnHeight(ada);
    expect(both).toBeGreaterThan(bare + 60);
    expect(await drawnHeight(ben)).toBe(both);
    // Nothing of that is written: the shape has the size it was made with.
    expect((await ada.elements())[0]).toMatchObject({ width: 160, height: 60 });
    for (const person of [ada, ben]) await person.page.keyboard.press('Escape');
    await ben.page.keyboard.press('Control+z');
    await expect.poll(async () => (await texts(ada))[0]).toBe('ada types a whole sentence here. ');
    expect(await drawnHeight(ada)).toBeLessThan(both);
    await ada.page.keyboard.press('Control+z');
    await expect.poll(() => drawnHeight(ben)).toBe(bare);
    for (const person of [ada, ben]) await person.leave();
  });

  test('that is made narrower grows taller, and lets its arrows come along', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.evaluate(() => {
      const label = 'quite a long label for a box';
      const [box = ''] = window.gesso.board.add({ kind: 'rect', x: 400, y: 150, width: 300, height: 60, text: label });
      const end = { element: box, at: [0.5, 0.5] };
      window.gesso.board.add({
        kind: 'arrow',
        x: 550,
        y: 600,
        points: [
          [0, 0],
          [0, -380],
        ],
        end,
      });
      window.gesso.select([box]);
    });
    const tip = async () => (await ada.elements()).find(({ kind }) => kind === 'arrow')?.points?.at(-1)?.[1] ?? 0;
    const before = await tip();
    await ada.drag([705, 180], [485, 180]);
    await expect.poll(tip).toBeGreaterThan(before + 40);
    expect((await ada.elements()).find(({ kind }) => kind === 'rect')).toMatchObject({ height: 60 });
    await ada.leave();
  });
});

test('notes are papers: the pen dyes none, the first is yellow, and the panel offers what it is made of', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.pick('Pen');
  const panel = await ada.styles();
  await panel.getByRole('button', { name: 'Crimson', exact: true }).click();
  await ada.pick('Sticky note');
  await ada.styles();
  await expect(panel.getByRole('button', { name: 'Crimson', exact: true })).toHaveCount(0);
  await expect(panel.getByRole('button', { name: 'Yellow', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await ada.page.mouse.click(500, 300);
  await expect(editor(ada)).toBeFocused();
  await ada.page.keyboard.type('yellow');
  await (await ada.styles()).getByRole('button', { name: 'Blue', exact: true }).click();
  await ada.page.keyboard.type(' no, blue');
  await ada.page.keyboard.press('Escape');
  await ada.pick('Sticky note');
  await ada.page.mouse.click(800, 300);
  await ada.page.keyboard.type('blue too');
  await ada.page.keyboard.press('Escape');
  expect((await ada.elements()).map(({ color, text, size }) => [color, text, size])).toEqual([
    ['#bfd4ff', 'yellow no, blue', 22],
    ['#bfd4ff', 'blue too', 22],
  ]);
  await ada.pick('Rectangle');
  await ada.styles();
  const inks = panel.getByRole('group', { name: 'Color', exact: true });
  await expect(inks.getByRole('button', { name: 'Crimson', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await ada.leave();
});
