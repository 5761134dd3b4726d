import { open, type Person, type PlainElement } from './helpers/board-page.ts';
import { handsOf } from './helpers/hands.ts';
import { give, plainPng } from './helpers/pictures.ts';
import { differingPixels } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';
import { editor } from './helpers/typing.ts';

/** Three boxes in a row; their ids. */
const boxes = ({ page }: Person) =>
  page.evaluate(() => {
    const ids = window.gesso.board.add(
      [300, 600, 900].map((x, i) => ({
        kind: 'rect',
        x,
        y: 300,
        width: 140,
        height: 80,
        text: ['one', 'two', 'three'][i],
      })),
    );
    window.gesso.select([]);
    return ids;
  });

const arrowOf = async (person: Person): Promise<PlainElement> => {
  const arrow = (await person.elements()).find(({ kind }) => kind === 'arrow');
  if (arrow === undefined) throw new Error('there is no arrow');
  return arrow;
};

/** Where an arrow begins, board units. */
const startOf = ({ x, y, points = [] }: PlainElement) => {
  const [dx = 0, dy = 0] = points[0] ?? [];
  return [Math.round(x + dx), Math.round(y + dy)];
};

/** Where an arrow ends, board units. */
const tipOf = ({ x, y, points = [] }: PlainElement) => {
  const [dx = 0, dy = 0] = points.at(-1) ?? [];
  return [Math.round(x + dx), Math.round(y + dy)];
};

test.describe('an arrow between shapes', () => {
  test('is tied where it is dropped, comes along, and writes nothing for it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const [one, two] = await boxes(ada);
    await ada.pick('Arrow');
    await ada.drag([370, 340], [620, 350]);
    const arrow = await arrowOf(ada);
    expect(arrow['start']).toEqual({ element: one, at: [0.5, 0.5] });
    expect(arrow['end']).toEqual({ element: two, at: [0.5, 0.5] });
    expect(tipOf(arrow)).toEqual([594, 340]);
    await ada.sees('saved');
    await ada.page.mouse.click(500, 600);
    await ada.drag([670, 300], [670, 500]);
    expect(tipOf(await arrowOf(ada))[1]).toBeGreaterThan(450);
    await ada.page.keyboard.press('Control+z');
    expect(tipOf(await arrowOf(ada))).toEqual([594, 340]);
    await ada.leave();
  });

  test('is labelled by Enter, by a double click and by just typing', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await boxes(ada);
    await ada.pick('Arrow');
    await ada.drag([370, 340], [620, 350]);
    await ada.page.keyboard.type('yes');
    await ada.page.keyboard.press('Escape');
    expect((await arrowOf(ada))['text']).toBe('yes');
    await ada.page.keyboard.press('Enter');
    await expect(editor(ada)).toBeFocused();
    await ada.page.keyboard.type(', 2');
    await ada.page.keyboard.press('Escape');
    expect((await arrowOf(ada))['text']).toBe('yes, 2');
    // Its two clicks come as fast as those of a hand once nothing is painted any more.
    await ada.page.evaluate(() => window.gesso.settled());
    await ada.page.mouse.dblclick(520, 340);
    await expect(editor(ada)).toBeFocused();
    await ada.page.keyboard.type(' of 3');
    await ada.page.keyboard.press('Escape');
    expect((await arrowOf(ada))['text']).toBe('yes, 2 of 3');
    // What begins like the key of another shape leaves the shape in hand.
    await ada.pickShape('Diamond');
    await ada.drag([400, 500], [520, 600]);
    await ada.page.keyboard.type('only');
    await ada.page.keyboard.press('Escape');
    expect((await ada.elements()).at(-1)?.['text']).toBe('only');
    await expect(ada.page.locator('.toolbar .more')).toHaveAttribute('aria-label', 'Diamond');
    await ada.leave();
  });

  test('too short for its label has it above the line, where it is typed and found', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.evaluate(() => {
      window.gesso.select(window.gesso.board.add({ kind: 'rect', x: 300, y: 300, width: 160, height: 100 }));
    });
    await ada.page.locator('.surface').focus();
    await ada.page.keyboard.press('Control+ArrowRight');
    await ada.has(3);
    await ada.page.keyboard.press('Escape');
    const field = ada.page.locator('.text-editor');
    await ada.page.mouse.dblclick(500, 350);
    await expect(field).toBeFocused();
    await ada.page.keyboard.type('approved');
    await expect(field).toHaveValue('approved');
    const typed = await field.boundingBox();
    expect((typed?.y ?? 0) + (typed?.height ?? 0)).toBeLessThan(350);
    await ada.page.keyboard.press('Escape');
    expect((await arrowOf(ada))['text']).toBe('approved');
    await expect(field).toHaveCount(0);
    await ada.page.evaluate(() => window.gesso.settled());
    await ada.page.mouse.dblclick(500, (typed?.y ?? 0) + (typed?.height ?? 0) / 2);
    await expect(field).toBeFocused();
    await ada.page.keyboard.type(' twice');
    await expect(field).toHaveValue('approved twice');
    await ada.page.keyboard.press('Escape');
    expect((await arrowOf(ada))['text']).toBe('approved twice');
    await ada.leave();
  });

  test('points at the very place in a picture, and near its edge at its side', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { hasTouch: true });
    const file = { name: 'red.png', type: 'image/png', bytes: plainPng(300, 200, [200, 40, 40]) };
    await give(ada.page, 'drop', [file], [800, 400]);
    await ada.has(1);
    await ada.page.mouse.click(300, 600);
    const picture = (await ada.elements())[0]?.id;
    const drawn = async (count: number) => {
      await ada.has(count);
      return (await ada.elements())[count - 1] as PlainElement;
    };
    await ada.pick('Arrow');
    await ada.drag([400, 300], [730, 350]);
    const inside = await drawn(2);
    expect(tipOf(inside)).toEqual([730, 350]);
    expect(inside['end']).toMatchObject({ element: picture, exact: true });
    await ada.pick('Arrow');
    await ada.drag([400, 420], [657, 404]);
    const beside = await drawn(3);
    expect(beside['end']).toEqual({ element: picture, at: [0, 0.5] });
    await ada.pick('Arrow');
    const { touch } = await handsOf(ada);
    await touch('touchStart', { id: 1, x: 400, y: 500 });
    for (const [x, y] of [
      [500, 490],
      [600, 470],
      [720, 450],
    ] as const)
      await touch('touchMove', { id: 1, x, y });
    await touch('touchEnd');
    const touched = await drawn(4);
    expect(tipOf(touched)).toEqual([720, 450]);
    expect(touched['end']).toMatchObject({ element: picture, exact: true });
    // It comes along.
    await ada.page.evaluate((id) => window.gesso.board.patch(id ?? '', { x: 700 }), picture);
    await expect.poll(async () => tipOf((await ada.elements())[1] ?? inside)).toEqual([780, 350]);
    await ada.leave();
  });

  test('pulled at both ends by two people at once ends where both have dropped it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const [one, two, three] = await boxes(ada);
    await ada.pick('Arrow');
    await ada.drag([370, 340], [620, 350]);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await ben.has(4);
    const { id } = await arrowOf(ada);
    for (const { page } of [ada, ben]) {
      await page.evaluate((arrow) => {
        window.gesso.tool('select');
        window.gesso.select([arrow]);
      }, id);
    }
    await Promise.all([ada.drag([446, 340], [450, 600]), ben.drag([594, 340], [960, 340])]);
    for (const person of [ada, ben]) {
      await expect.poll(async () => (await arrowOf(person))['end']).toEqual({ element: three, at: [0.5, 0.5] });
      await expect.poll(async () => (await arrowOf(person))['start']).toBeUndefined();
      await expect.poll(async () => startOf(await arrowOf(person))).toEqual([450, 600]);
    }
    expect(await ben.elements()).toEqual(await ada.elements());
    expect([one, two]).toHaveLength(2);
    await ada.leave();
    await ben.leave();
  });

  test('stays where it was when its shape is deleted while another person moves it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const [, two = ''] = await boxes(ada);
    await ada.pick('Arrow');
    await ada.drag([370, 340], [620, 350]);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await ben.has(4);
    await Promise.all([
      ada.page.evaluate((id) => window.gesso.board.remove([id]), two),
      ben.page.evaluate((id) => window.gesso.board.patch(id, { y: 500 }), two),
    ]);
    await ada.has(3);
    await ben.has(3);
    await expect.poll(async () => (await arrowOf(ben))['end']).toBeUndefined();
    expect(await ben.elements()).toEqual(await ada.elements());
    expect(tipOf(await arrowOf(ada))).toEqual([594, 340]);
    // What is selected and where the mouse is are not part of the drawing.
    await ada.page.evaluate(() => window.gesso.select([]));
    await ada.page.mouse.move(640, 790);
    const [left, right] = [await ada.picture(), await ben.picture()];
    expect(differingPixels(left, right, 740)).toBeLessThan(50);
    await ada.page.evaluate(() => window.gesso.undo());
    await ada.has(4);
    await expect.poll(async () => (await arrowOf(ben))['end']).toEqual({ element: two, at: [0.5, 0.5] });
    await ada.leave();
    await ben.leave();
  });

  test('is pulled and tied by a finger', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { viewport: { width: 1280, height: 800 }, hasTouch: true });
    const [one, two] = await boxes(ada);
    await ada.page.evaluate(() => window.gesso.tool('arrow'));
    const { touch } = await handsOf(ada);
    await touch('touchStart', { id: 1, x: 370, y: 340 });
    for (let x = 400; x <= 640; x += 40) await touch('touchMove', { id: 1, x, y: 345 });
    await touch('touchEnd');
    const arrow = await arrowOf(ada);
    expect(arrow['start']).toEqual({ element: one, at: [0.5, 0.5] });
    expect(arrow['end']).toEqual({ element: two, at: [0.5, 0.5] });
    await ada.leave();
  });
});
