import { open, openHolding, type Person } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

/** Puts two shapes on the board whose left edges are 4 apart once the second has been moved down by the walk below. */
const putTwo = (person: Person) =>
  person.page.evaluate(() => {
    window.gesso.board.add([
      { kind: 'rect', x: 400, y: 200, width: 120, height: 80, fill: '#ffd43b' },
      { kind: 'rect', x: 700, y: 200, width: 120, height: 80, fill: '#69db7c' },
    ]);
    window.gesso.camera.set({ x: 0, y: 0, zoom: 1 });
    window.gesso.tool('select');
  });

/** The same, for a person who has dragged before. */
const two = async (person: Person): Promise<void> => {
  await putTwo(person);
  // What falls into line is fetched by the first drag, here of the first shape to where it was.
  await person.page.mouse.move(460, 240);
  const fetched = person.page.waitForResponse(/on-drag/);
  await person.page.mouse.down();
  await person.page.mouse.up();
  await fetched;
  await person.page.evaluate(() => window.gesso.settled());
};

const second = async (person: Person) => {
  const element = (await person.elements())[1];
  return [element?.x, element?.y];
};

/** Pixels in the color of guides. */
const guidePixels = ({ page }: Person): Promise<number> =>
  page.evaluate(() => {
    let found = 0;
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.surface canvas')) {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      for (let i = 0; i < data.length; i += 4)
        if (data[i] === 240 && data[i + 1] === 48 && data[i + 2] === 110 && data[i + 3] === 255) found++;
    }
    return found;
  });

const drag = async ({ page }: Person, to: readonly [number, number], keys: readonly string[] = []) => {
  await page.mouse.move(760, 240);
  for (const key of keys) await page.keyboard.down(key);
  await page.mouse.down();
  await page.mouse.move(600, 300);
  await page.mouse.move(...to);
};

test.describe('what is dragged', () => {
  test('falls into line with another, and shows it until it is dropped', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await two(ada);
    await drag(ada, [464, 403]);
    await expect.poll(() => guidePixels(ada)).toBeGreaterThan(100);
    await ada.page.mouse.up();
    await expect.poll(() => guidePixels(ada)).toBe(0);
    expect(await second(ada)).toEqual([400, 363]);
    await ada.page.keyboard.press('Control+z');
    expect(await second(ada)).toEqual([700, 200]);
    await ada.leave();
  });

  test('falls into line as soon as what brings it there has come, also during the first drag', async ({
    browser,
    server,
  }) => {
    const { person: ada, letGo } = await openHolding(/on-drag/, browser, server.url);
    await putTwo(ada);
    await drag(ada, [464, 403]);
    await ada.page.evaluate(() => window.gesso.settled());
    expect(await guidePixels(ada)).toBe(0);
    letGo();
    await expect
      .poll(async () => {
        await ada.page.mouse.move(465, 403);
        await ada.page.mouse.move(464, 403);
        return guidePixels(ada);
      })
      .toBeGreaterThan(100);
    await ada.page.mouse.up();
    expect(await second(ada)).toEqual([400, 363]);
    await ada.leave();
  });

  test('goes where the hand goes with Ctrl, and by Alt+S until that is pressed again', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await two(ada);
    await drag(ada, [464, 403], ['Control']);
    await ada.page.mouse.up();
    await ada.page.keyboard.up('Control');
    expect(await second(ada)).toEqual([404, 363]);
    await ada.page.keyboard.press('Control+z');
    await ada.page.keyboard.press('Alt+s');
    await drag(ada, [464, 403]);
    await ada.page.mouse.up();
    expect(await second(ada)).toEqual([404, 363]);
    await ada.leave();
  });

  test('is shown in line by Escape no more, and lies where it lay', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await two(ada);
    await drag(ada, [464, 403]);
    await expect.poll(() => guidePixels(ada)).toBeGreaterThan(100);
    await ada.page.keyboard.press('Escape');
    await expect.poll(() => guidePixels(ada)).toBe(0);
    await ada.page.mouse.up();
    expect(await second(ada)).toEqual([700, 200]);
    await ada.leave();
  });
});
