import { open, type Person } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

const box = (x: number, y: number, more: object = {}) => ({ kind: 'rect', x, y, width: 100, height: 60, ...more });

/** Puts elements on the board and selects them. */
const put = (person: Person, elements: readonly object[]): Promise<string[]> =>
  person.page.evaluate((list) => {
    const ids = window.gesso.board.add(list);
    window.gesso.tool('select');
    window.gesso.select(ids);
    return ids;
  }, elements);

const places = async (person: Person, ids: readonly string[]) => {
  const all = new Map((await person.elements()).map((element) => [element.id, element]));
  return ids.map((id) => [all.get(id)?.x, all.get(id)?.y]);
};

const byPalette = async ({ page }: Person, words: string) => {
  await page.keyboard.press('Control+/');
  await page.getByRole('searchbox').fill(words);
  await page.keyboard.press('Enter');
};

test.describe('what is selected', () => {
  test('is lined up, spread and taken back a step at a time, by keys', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ids = await put(ada, [box(300, 200), box(420, 330), box(700, 260)]);
    await ada.page.keyboard.press('Control+Shift+ArrowUp');
    await expect
      .poll(() => places(ada, ids))
      .toEqual([
        [300, 200],
        [420, 200],
        [700, 200],
      ]);
    await ada.page.keyboard.press('Alt+Shift+H');
    await expect
      .poll(() => places(ada, ids))
      .toEqual([
        [300, 200],
        [500, 200],
        [700, 200],
      ]);
    await ada.page.keyboard.press('Control+z');
    await ada.page.keyboard.press('Control+z');
    await expect
      .poll(() => places(ada, ids))
      .toEqual([
        [300, 200],
        [420, 330],
        [700, 260],
      ]);
    await ada.leave();
  });

  test('is tidied in groups and frames as a whole, without what is locked', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ids = await put(ada, [
      box(300, 200, { groups: ['groupgroup01'] }),
      box(300, 280, { groups: ['groupgroup01'] }),
      box(520, 230),
      box(800, 600, { locked: true }),
    ]);
    await byPalette(ada, 'tidy');
    await expect
      .poll(() => places(ada, ids))
      .toEqual([
        [300, 200],
        [300, 280],
        [420, 200],
        [800, 600],
      ]);
    await ada.leave();
  });

  test('is mirrored about its middle, ink and turns as well', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const [turned = '', line = ''] = await put(ada, [
      box(300, 200, { rotation: 0.5 }),
      {
        kind: 'line',
        x: 500,
        y: 200,
        points: [
          [0, 0],
          [100, 60],
        ],
      },
    ]);
    const before = await ada.elements();
    await ada.page.keyboard.press('Shift+H');
    const of = async (id: string) => (await ada.elements()).find((element) => element.id === id);
    await expect.poll(async () => (await of(turned))?.['rotation']).toBeCloseTo(-0.5, 3);
    const mirrored = await of(line);
    expect(
      mirrored?.points?.map(([x, y]) => [(mirrored?.x ?? 0) + (x ?? 0), (mirrored?.y ?? 0) + (y ?? 0)][1]),
    ).toEqual([200, 260]);
    expect((mirrored?.points?.[0]?.[0] ?? 0) > (mirrored?.points?.[1]?.[0] ?? 0)).toBe(true);
    await ada.page.keyboard.press('Shift+H');
    await expect
      .poll(async () => (await ada.elements()).map(({ x, y }) => [Math.round(x), Math.round(y)]))
      .toEqual(before.map(({ x, y }) => [Math.round(x), Math.round(y)]));
    await ada.leave();
  });

  test('gives its style to others, as far as they have it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ids = await put(ada, [
      box(300, 200, { color: '#c8323c', fill: '#ffd43b', form: 'cloud', strokeWidth: 5 }),
      box(520, 230),
      {
        kind: 'line',
        x: 500,
        y: 400,
        points: [
          [0, 0],
          [100, 60],
        ],
      },
    ]);
    await ada.page.evaluate(([first = '']) => window.gesso.select([first]), ids);
    await ada.page.keyboard.press('Control+Alt+c');
    await ada.page.evaluate(([, ...rest]) => window.gesso.select(rest), ids);
    await ada.page.keyboard.press('Control+Alt+v');
    await expect
      .poll(async () =>
        (await ada.elements()).slice(1).map(({ color, strokeWidth, fill }) => [color, strokeWidth, fill]),
      )
      .toEqual([
        ['#c8323c', 5, '#ffd43b'],
        ['#c8323c', 5, undefined],
      ]);
    expect((await ada.elements())[1]).not.toMatchObject({ form: 'cloud' });
    await ada.leave();
  });

  test('is duplicated again as far as its first copy was moved', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await put(ada, [box(300, 200)]);
    await ada.page.keyboard.press('Control+d');
    await ada.has(2);
    await ada.page.keyboard.press('Shift+ArrowRight');
    await ada.page.keyboard.press('Control+d');
    await ada.has(3);
    await ada.page.keyboard.press('Control+d');
    await ada.has(4);
    expect((await ada.elements()).map(({ x, y }) => [x, y])).toEqual([
      [300, 200],
      [326, 216],
      [352, 232],
      [378, 248],
    ]);
    await ada.leave();
  });

  test('is lined up by two people at once without either losing what they did', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ids = await put(ada, [box(300, 200), box(420, 330), box(700, 260)]);
    // What lines up is fetched when it is asked for first.
    await ada.page.keyboard.press('Control+Shift+ArrowDown');
    await expect.poll(async () => (await places(ada, ids)).map(([, y]) => y)).toEqual([330, 330, 330]);
    await ada.page.keyboard.press('Control+z');
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await ben.has(3);
    await ada.context.setOffline(true);
    await ben.page.evaluate((list) => window.gesso.select(list), ids);
    await ben.page.keyboard.press('Control+Shift+ArrowLeft');
    await expect.poll(async () => (await places(ben, ids)).map(([x]) => x)).toEqual([300, 300, 300]);
    await ada.page.keyboard.press('Control+Shift+ArrowDown');
    await expect.poll(async () => (await places(ada, ids)).map(([, y]) => y)).toEqual([330, 330, 330]);
    await ada.context.setOffline(false);
    // A place is one thing: of each element one of the two has said the last word, for all.
    const ofBoth = async () => [await places(ada, ids), await places(ben, ids)];
    await expect
      .poll(async () => (await ofBoth()).map((list) => list[1]))
      .toEqual([
        [300, 330],
        [300, 330],
      ]);
    await expect
      .poll(async () => JSON.stringify((await ofBoth())[0]) === JSON.stringify((await ofBoth())[1]))
      .toBe(true);
    const [together = []] = await ofBoth();
    expect([
      [300, 330],
      [300, 200],
    ]).toContainEqual(together[0]);
    expect([
      [700, 330],
      [300, 260],
    ]).toContainEqual(together[2]);
    await ada.page.keyboard.press('Control+z');
    for (const person of [ada, ben]) await expect.poll(async () => (await places(person, ids))[1]).toEqual([300, 330]);
    await ada.leave();
    await ben.leave();
  });

  test('is lined up from the bar near it, by mouse, by keys and by finger', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 }, hasTouch: true });
    const ids = await put(ada, [box(60, 300), box(180, 400), box(240, 520)]);
    const bar = ada.page.getByRole('toolbar', { name: 'Selection' });
    const menu = ada.page.getByRole('menu', { name: 'Align' });
    const entry = (name: string) => menu.getByRole('menuitem', { name });
    const lefts = async () => (await places(ada, ids)).map(([x]) => x);
    await bar.getByRole('button', { name: 'Align' }).click();
    await expect(menu).toBeInViewport({ ratio: 1 });
    await entry('Align left').click();
    await expect.poll(lefts).toEqual([60, 60, 60]);
    await expect(menu).toHaveCount(0);

    const opener = bar.getByRole('button', { name: 'Align' });
    await opener.focus();
    await ada.page.keyboard.press('Enter');
    await expect(entry('Align left')).toBeFocused();
    await ada.page.keyboard.press('Escape');
    await expect(opener).toBeFocused();
    await expect(bar).toBeVisible();
    await ada.page.keyboard.press('Enter');
    for (const key of ['d', 'ArrowDown', 'Enter']) await ada.page.keyboard.press(key);
    await expect.poll(async () => (await places(ada, ids))[1]?.[1]).toBe(410);
    await expect(opener).toBeFocused();

    // It does not come back by itself.
    await ada.page.keyboard.press('Enter');
    await expect(menu).toBeVisible();
    for (const some of [ids.slice(0, 1), ids]) {
      await ada.page.evaluate((list) => window.gesso.select(list), some);
      await expect(opener).toHaveCount(some.length > 1 ? 1 : 0);
    }
    await expect(menu).toHaveCount(0);

    await opener.tap();
    await entry('Stack in a row').tap();
    await expect.poll(async () => new Set(await lefts()).size).toBe(3);

    // A group is one thing, and one thing is not lined up.
    await ada.page.keyboard.press('Control+g');
    await expect(bar.getByRole('button')).toHaveCount(3);
    await ada.leave();
  });

  test('has its position, size and rotation typed, stepped and refused', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const [first = '', second = ''] = await put(ada, [
      box(300, 200),
      box(520, 400, { rotation: 0.5, fill: '#dbe1fd' }),
    ]);
    const field = (name: string) => ada.page.getByRole('textbox', { name, exact: true });
    const of = async (id: string) => (await ada.elements()).find((element) => element.id === id);
    await byPalette(ada, 'coordinates');
    await expect(field('Rotation')).toHaveAttribute('placeholder', 'Mixed');
    await ada.page.evaluate((id) => window.gesso.select([id]), first);
    await expect(field('X')).toHaveValue('300');
    await field('X').fill('-40,5');
    await field('X').press('Enter');
    await expect.poll(async () => (await of(first))?.x).toBe(-40.5);
    for (const key of ['ArrowUp', 'Shift+ArrowUp', 'ArrowDown']) await field('Y').press(key);
    await expect.poll(async () => (await of(first))?.y).toBe(210);
    await field('Width').fill('wide');
    await field('Width').press('Enter');
    await expect(ada.page.getByRole('alert').filter({ hasText: 'no number' })).toBeVisible();
    await expect(field('Width')).toHaveValue('100');
    await field('Width').fill('260');
    // A press on something else takes what was typed for what it was typed for.
    await ada.page.mouse.click(570, 430);
    await expect.poll(async () => (await of(first))?.['width']).toBe(260);
    expect((await of(second))?.['width']).toBe(100);
    await expect(field('Rotation')).toHaveValue('28.65°');
    await ada.page.keyboard.press('Control+z');
    await expect.poll(async () => (await of(first))?.['width']).toBe(100);
    await ada.page.keyboard.press('Control+z');
    await expect.poll(async () => (await of(first))?.y).toBe(200);
    await field('Height').focus();
    await ada.page.keyboard.press('Escape');
    await expect(field('X')).toHaveCount(0);
    await ada.leave();
  });
});
