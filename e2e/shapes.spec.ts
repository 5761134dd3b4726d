import { open, type Person } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

const shapes = ({ page }: Person) => page.getByRole('toolbar', { name: 'Shapes' });
const opener = ({ page }: Person) => page.locator('.toolbar .more');
const last = async (person: Person) => (await person.elements()).at(-1);

test.describe('the shapes', () => {
  test('are offered by a second press, and the button remembers the last one', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.pick('Rectangle');
    await expect(shapes(ada)).toBeHidden();
    await ada.pick('Rectangle');
    await shapes(ada).getByRole('button', { name: 'Cloud', exact: true }).click();
    await expect(shapes(ada)).toBeHidden();
    await ada.drag([400, 250], [600, 400]);
    expect(await last(ada)).toMatchObject({ kind: 'rect', form: 'cloud', edge: 'drawn' });
    await expect(opener(ada)).toHaveAttribute('aria-label', 'Cloud');
    await ada.pick('Cloud');
    await ada.drag([650, 250], [800, 400]);
    expect(await last(ada)).toMatchObject({ form: 'cloud' });
    await ada.page.reload();
    await expect(opener(ada)).toHaveAttribute('aria-label', 'Cloud');
    await ada.leave();
  });

  test('close by a press outside, and by Escape, and draw nothing by that', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await opener(ada).click({ button: 'right' });
    await expect(shapes(ada)).toBeVisible();
    await ada.page.keyboard.press('Escape');
    await expect(shapes(ada)).toBeHidden();
    await opener(ada).click({ button: 'right' });
    await ada.page.locator('.board-name').click();
    await expect(shapes(ada)).toBeHidden();
    await ada.has(0);
    await ada.leave();
  });

  test('are chosen by keyboard alone', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.keyboard.press('r');
    await opener(ada).focus();
    await ada.page.keyboard.press('Enter');
    await expect(shapes(ada).getByRole('button', { name: 'Rectangle', exact: true })).toBeFocused();
    await ada.page.keyboard.press('ArrowDown');
    await expect(shapes(ada).getByRole('button', { name: 'Hexagon', exact: true })).toBeFocused();
    await ada.page.keyboard.press('ArrowRight');
    await ada.page.keyboard.press('Enter');
    await expect(shapes(ada)).toBeHidden();
    await expect(opener(ada)).toHaveAttribute('aria-label', 'Parallelogram');
    await ada.drag([400, 250], [600, 400]);
    expect(await last(ada)).toMatchObject({ form: 'parallelogram' });
    // What is drawn is written on next, by digits too.
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('4');
    await expect(opener(ada)).toHaveAttribute('aria-label', 'Ellipse');
    await ada.leave();
  });

  test('are found in the palette', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.keyboard.press('Control+/');
    await ada.page.getByRole('searchbox').fill('speech');
    await ada.page.keyboard.press('Enter');
    await expect(opener(ada)).toHaveAttribute('aria-label', 'Speech bubble');
    await ada.page.mouse.click(500, 300);
    await expect.poll(() => last(ada)).toMatchObject({ form: 'bubble', width: 160 });
    await ada.leave();
  });

  test('change in place, all that is selected in one step, with label and arrows', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ids = await ada.page.evaluate(() => {
      const [a = '', b = ''] = window.gesso.board.add([
        { kind: 'rect', x: 300, y: 200, width: 160, height: 100, text: 'one' },
        { kind: 'ellipse', x: 700, y: 200, width: 160, height: 100, text: 'two' },
      ]);
      const at = [0.5, 0.5];
      window.gesso.board.add([
        {
          kind: 'arrow',
          x: 0,
          y: 0,
          points: [
            [0, 0],
            [9, 9],
          ],
          start: { element: a, at },
          end: { element: b, at },
        },
      ]);
      window.gesso.select([a, b]);
      return [a, b];
    });
    const arrowEnd = async (): Promise<number> => {
      const arrow = (await ada.elements()).find(({ kind }) => kind === 'arrow');
      return (arrow?.x ?? 0) + ((arrow?.['points'] as number[][] | undefined)?.at(-1)?.[0] ?? 0);
    };
    const before = await arrowEnd();
    await (await ada.styles()).getByRole('button', { name: 'Change to star', exact: true }).click();
    const forms = async () => (await ada.elements()).filter(({ id }) => ids.includes(id)).map(({ form }) => form);
    expect(await forms()).toEqual(['star', 'star']);
    expect(await arrowEnd()).toBeGreaterThan(before);
    await ada.page.keyboard.press('Control+z');
    expect(await forms()).toEqual(['rect', 'ellipse']);
    expect(await arrowEnd()).toBeCloseTo(before, 1);
    await ada.leave();
  });
});

test('a finger opens the shapes by a long press and chooses one', async ({ browser, server }) => {
  const ada = await open(browser, server.url, {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  const box = await opener(ada).boundingBox();
  const at = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 };
  const client = await ada.page.context().newCDPSession(ada.page);
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  await expect(shapes(ada)).toBeVisible();
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(shapes(ada)).toBeVisible();
  const star = shapes(ada).getByRole('button', { name: 'Star', exact: true });
  const { width = 0, height = 0, x = -1 } = (await star.boundingBox()) ?? {};
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  expect(x).toBeGreaterThan(0);
  await star.tap();
  await expect(shapes(ada)).toBeHidden();
  await ada.page.touchscreen.tap(190, 400);
  await expect.poll(() => last(ada)).toMatchObject({ form: 'star' });
  await ada.leave();
});
