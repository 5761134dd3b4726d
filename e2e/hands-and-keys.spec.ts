import { open, type Person, put } from './helpers/board-page.ts';
import { handsOf } from './helpers/hands.ts';
import { expect, test } from './helpers/test.ts';

const camera = ({ page }: Person) => page.evaluate(() => window.gesso.camera.get());
const press = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true }).click();

test.describe('a button that was clicked', () => {
  test('leaves Space to the paper, and Enter and the arrows to what is selected', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.pick('Rectangle');
    await ada.drag([400, 300], [560, 400]);
    const [made] = await ada.elements();
    await press(ada, 'Rectangle');
    await ada.page.keyboard.down('Space');
    await ada.drag([300, 300], [360, 340]);
    await ada.page.keyboard.up('Space');
    await ada.has(1);
    expect(await camera(ada)).toMatchObject({ x: -60, y: -40 });

    await press(ada, 'Select');
    await ada.page.keyboard.press('Control+a');
    await (await ada.styles()).locator('.swatch:not(.picker)').nth(2).click();
    await ada.page.keyboard.press('ArrowRight');
    expect((await ada.elements())[0]?.x).toBe((made?.x ?? 0) + 1);

    expect((await ada.elements())[0]?.['color']).not.toBe(made?.['color']);

    await press(ada, 'Undo');
    await ada.page.keyboard.press('Space');
    await ada.page.keyboard.press('Enter');
    await ada.page.keyboard.press('Escape');
    expect((await ada.elements())[0]?.x).toBe(made?.x);
    await ada.leave();
  });

  test('takes the keys of the one who came to it by Tab', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.getByRole('button', { name: 'Line', exact: true }).focus();
    await ada.page.keyboard.press('Space');
    await expect(ada.page.getByRole('button', { name: 'Line', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await ada.leave();
  });

  test('is one stop for Tab with all of its toolbar', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const { page } = ada;
    const { keyboard } = page;
    await put(ada, { kind: 'rect', x: 400, y: 300, width: 160, height: 100 });
    const surface = page.getByRole('application');
    await surface.focus();
    await keyboard.press('Control+a');
    await keyboard.press('Enter');
    await keyboard.type('Tea');
    await keyboard.press('Escape');
    await expect(surface).toBeFocused();
    await expect(page.getByRole('toolbar', { name: 'Selection', exact: true })).toBeVisible();
    /** The toolbars that a round of Tab comes by, each as often as it stops there. */
    const round = async (key: string): Promise<string[]> => {
      const stops: string[] = [];
      for (;;) {
        await keyboard.press(key);
        const [at, bar] = await page.evaluate(() => {
          const { activeElement: one } = document;
          return [one?.matches('.surface'), one?.closest('[role=toolbar]')?.getAttribute('aria-label')];
        });
        if (at === true) return stops;
        if (typeof bar === 'string') stops.push(bar);
      }
    };
    const all = ['Selection', 'Zoom', 'Undo and redo', 'Tools'];
    expect((await round('Tab')).sort()).toEqual([...all].sort());
    expect((await round('Shift+Tab')).sort()).toEqual([...all].sort());
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await button('Select').focus();
    await keyboard.press('ArrowRight');
    await keyboard.press('Tab');
    await expect(page.locator('.toolbar :focus')).toHaveCount(0);
    await keyboard.press('Shift+Tab');
    await expect(button('Select')).toBeFocused();
    await button('Zoom in').focus();
    await keyboard.press('Tab');
    await keyboard.press('Shift+Tab');
    await expect(button('Zoom in')).toBeFocused();
    await ada.leave();
  });

  test('does not keep Space held when it is let go over it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.keyboard.down('Space');
    await ada.page.getByRole('button', { name: 'Pen', exact: true }).focus();
    await ada.page.keyboard.up('Space');
    await ada.page.locator('.surface').focus();
    await ada.drag([300, 300], [400, 300]);
    await ada.has(1);
    await ada.leave();
  });
});

test('a key that is held moves in one step and makes one copy', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.pick('Rectangle');
  await ada.drag([400, 300], [560, 400]);
  const [made] = await ada.elements();
  for (let i = 0; i < 40; i++) await ada.page.keyboard.down('ArrowRight');
  await ada.page.keyboard.up('ArrowRight');
  expect((await ada.elements())[0]?.x).toBe((made?.x ?? 0) + 40);
  await ada.page.keyboard.press('Control+z');
  expect((await ada.elements())[0]?.x).toBe(made?.x);
  await ada.page.keyboard.down('Control');
  for (let i = 0; i < 10; i++) await ada.page.keyboard.down('d');
  await ada.page.keyboard.up('d');
  await ada.page.keyboard.up('Control');
  await ada.has(2);
  await ada.leave();
});

test('a slider that was pulled leaves the arrows to what is selected, and one held by key is one step', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.pick('Rectangle');
  await ada.drag([400, 300], [560, 400]);
  const slider = (await ada.styles()).getByRole('slider', { name: 'Opacity' });
  const box = await slider.boundingBox();
  if (box === null) throw new Error('there is no slider');
  const [made] = await ada.elements();
  await ada.page.mouse.move(box.x + box.width - 4, box.y + box.height / 2);
  await ada.page.mouse.down();
  await ada.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await ada.page.mouse.up();
  await ada.page.keyboard.press('ArrowRight');
  expect((await ada.elements())[0]?.x).toBe((made?.x ?? 0) + 1);

  const pulled = Number((await ada.elements())[0]?.['opacity']);
  await slider.focus();
  for (let i = 0; i < 3; i++) await ada.page.keyboard.down('ArrowLeft');
  await ada.page.keyboard.up('ArrowLeft');
  expect((await ada.elements())[0]?.['opacity']).toBe(pulled - 30);
  await press(ada, 'Undo');
  expect((await ada.elements())[0]?.['opacity']).toBe(pulled);
  await ada.leave();
});

test('the middle button moves the paper and pastes nothing', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.page.mouse.move(500, 400);
  await ada.page.mouse.down({ button: 'middle' });
  await ada.page.mouse.move(560, 440);
  await ada.page.mouse.up({ button: 'middle' });
  const paste = () =>
    ada.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'what was marked elsewhere');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
  await paste();
  expect(await camera(ada)).toMatchObject({ x: -60, y: -40 });
  expect(await ada.elements()).toEqual([]);
  await ada.page.waitForFunction(
    (from) => performance.now() - from > 600,
    await ada.page.evaluate(() => performance.now()),
  );
  await paste();
  await ada.has(1);
  await ada.leave();
});

test('once a pen was seen, a control says so and gives fingers the pen back', async ({ browser, server }) => {
  const ada = await open(browser, server.url, { viewport: { width: 1024, height: 768 }, hasTouch: true });
  const hands = await handsOf(ada);
  const control = ada.page.getByRole('button', { name: 'Fingers draw too', exact: true });
  await expect(control).toHaveCount(0);
  await hands.pen.hover(300, 300);
  await expect(control).toHaveAttribute('aria-pressed', 'false');
  const finger = async (y: number) => {
    await hands.touch('touchStart', { id: 1, x: 300, y });
    await hands.touch('touchMove', { id: 1, x: 360, y });
    await hands.touch('touchMove', { id: 1, x: 400, y });
    await hands.touch('touchEnd');
  };
  await finger(300);
  await ada.has(0);
  await control.click();
  await expect(control).toHaveAttribute('aria-pressed', 'true');
  await finger(400);
  await ada.has(1);
  await ada.leave();
});
