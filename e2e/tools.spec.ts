import { open } from './helpers/board-page.ts';
import { handsOf, type TouchType } from './helpers/hands.ts';
import { expect, test } from './helpers/test.ts';

test.describe('tools', () => {
  test('each shape tool draws its shape, selects it and goes back to select', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    for (const [name, kind, x] of [
      ['Rectangle', 'rect', 220],
      ['Ellipse', 'ellipse', 400],
      ['Diamond', 'diamond', 580],
      ['Line', 'line', 760],
      ['Arrow', 'arrow', 940],
    ] as const) {
      await (kind === 'ellipse' || kind === 'diamond' ? ada.pickShape(name) : ada.pick(name));
      await ada.drag([x, 300], [x + 120, 400]);
      const made = (await ada.elements()).at(-1);
      expect(made?.kind).toBe(kind);
      await expect(ada.page.getByRole('button', { name: 'Select', exact: true })).toHaveAttribute(
        'aria-pressed',
        'true',
      );
    }
    await ada.has(5);
    await ada.leave();
  });

  test('stand in one order, each 40 pixels wide and high, 44 for fingers', async ({ browser, server }) => {
    for (const [options, side] of [
      [{}, 40],
      [{ hasTouch: true, isMobile: true }, 44],
    ] as const) {
      const ada = await open(browser, server.url, options);
      const buttons = ada.page.getByRole('toolbar', { name: 'Tools' }).getByRole('button');
      const shown = await buttons.evaluateAll((all) =>
        all.map((button) => [button.getAttribute('aria-label'), button.clientWidth, button.clientHeight]),
      );
      const names = ['Select', 'Hand', 'Pen', 'Eraser', 'Rectangle', 'Line', 'Arrow', 'Text', 'Sticky note'];
      expect(shown).toEqual(
        [...names, 'Picture', 'Frame', 'Laser pointer', 'Comment'].map((name) => [name, side, side]),
      );
      await ada.leave();
    }
  });

  test('select, move, resize and delete are one undo step each', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.pick('Rectangle');
    await ada.drag([400, 300], [560, 400]);
    const [made] = await ada.elements();
    await ada.drag([440, 330], [540, 380]);
    const [moved] = await ada.elements();
    expect(moved?.x).toBeCloseTo((made?.x ?? 0) + 100, 0);
    expect(moved?.y).toBeCloseTo((made?.y ?? 0) + 50, 0);
    await ada.drag([660, 450], [760, 500]);
    const [resized] = await ada.elements();
    expect(resized?.['width']).toBeGreaterThan(240);
    await ada.page.keyboard.press('Delete');
    await ada.has(0);
    for (const expected of [resized, moved, made]) {
      await ada.page.keyboard.press('Control+z');
      expect((await ada.elements())[0]).toEqual(expected);
    }
    await ada.page.keyboard.press('Control+z');
    await ada.has(0);
    await ada.leave();
  });

  test('escape while dragging puts everything back and leaves no undo step', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.pick('Rectangle');
    await ada.drag([400, 300], [560, 400]);
    const before = await ada.elements();
    await ada.page.mouse.move(440, 330);
    await ada.page.mouse.down();
    await ada.page.mouse.move(700, 500);
    await ada.page.keyboard.press('Escape');
    await ada.page.mouse.up();
    expect(await ada.elements()).toEqual(before);
    await ada.page.keyboard.press('Control+z');
    await ada.has(0);
    await ada.leave();
  });

  test('the eraser takes what it goes over, in one step', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    for (const y of [300, 340, 380, 600]) {
      await ada.draw([
        [400, y],
        [700, y],
      ]);
    }
    await ada.pick('Eraser');
    await ada.drag([500, 280], [520, 400]);
    await ada.has(1);
    await ada.page.keyboard.press('Control+z');
    await ada.has(4);
    await ada.leave();
  });

  test('typed text appears for everyone and is one undo step; an empty text leaves nothing', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ada.pick('Text');
    await ada.page.mouse.click(500, 300);
    await ada.page.keyboard.type('Hello Ben');
    await expect.poll(async () => (await ben.elements())[0]?.['text']).toBe('Hello Ben');
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('Control+z');
    await ada.has(0);
    await ada.page.keyboard.press('Control+Shift+z');
    expect((await ada.elements())[0]?.['text']).toBe('Hello Ben');
    await ada.pick('Text');
    await ada.page.mouse.click(500, 500);
    await ada.page.keyboard.press('Escape');
    await ada.has(1);
    await ada.leave();
    await ben.leave();
  });

  test('a double click on a shape types its label', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.pick('Rectangle');
    await ada.drag([400, 300], [600, 420]);
    await ada.page.mouse.dblclick(500, 360);
    await ada.page.keyboard.type('Label');
    await ada.page.keyboard.press('Control+Enter');
    expect((await ada.elements())[0]?.['text']).toBe('Label');
    await ada.leave();
  });

  test('color and width chosen in the panel are what the next stroke gets', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const panel = await ada.styles();
    await panel.getByRole('button', { name: 'Crimson' }).first().click();
    await panel.getByRole('button', { name: 'Bold', exact: true }).click();
    await ada.draw([
      [500, 300],
      [700, 320],
    ]);
    const [stroke] = await ada.elements();
    expect(stroke?.['color']).toBe('#c0273a');
    expect(stroke?.['width']).toBe(8);
    await ada.leave();
  });

  test('wheel pans, control and wheel zooms at the pointer, keys go to 100 % and to fit', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const camera = () => ada.page.evaluate(() => window.gesso.camera.get());
    await ada.draw([
      [500, 300],
      [700, 320],
    ]);
    await ada.page.mouse.move(640, 400);
    await ada.page.mouse.wheel(30, 120);
    await expect.poll(camera).toEqual({ x: 30, y: 120, zoom: 1 });
    await ada.page.keyboard.down('Control');
    await ada.page.mouse.wheel(0, -50);
    await ada.page.keyboard.up('Control');
    await expect.poll(async () => (await camera()).zoom).toBeGreaterThan(1);
    const { x, y, zoom } = await camera();
    expect(x + 640 / zoom).toBeCloseTo(670, 3);
    expect(y + 400 / zoom).toBeCloseTo(520, 3);
    await ada.page.keyboard.press('Control+0');
    expect((await camera()).zoom).toBe(1);
    await ada.page.keyboard.press('Shift+Digit1');
    const fitted = await camera();
    expect(fitted.x).toBeLessThan(500);
    expect(fitted.y).toBeLessThan(300);
    await ada.page.keyboard.down('Space');
    await ada.drag([600, 400], [500, 350]);
    await ada.page.keyboard.up('Space');
    await ada.has(1);
    expect((await camera()).x).toBeCloseTo(fitted.x + 100 / fitted.zoom, 3);
    await ada.leave();
  });

  test('a phone draws with one finger, and two fingers take the stroke back and zoom', async ({ browser, server }) => {
    const ada = await open(browser, server.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const hands = await handsOf(ada);
    const touch = (type: TouchType, ...points: readonly (readonly [number, number])[]) =>
      hands.touch(type, ...points.map(([x, y], id) => ({ x, y, id })));
    await touch('touchStart', [100, 300]);
    for (let x = 110; x <= 250; x += 20) await touch('touchMove', [x, 320]);
    await touch('touchEnd');
    await ada.has(1);

    await touch('touchStart', [150, 400]);
    await touch('touchMove', [160, 400]);
    await touch('touchStart', [160, 400], [260, 400]);
    for (let d = 0; d <= 40; d += 10) await touch('touchMove', [160 - d, 400], [260 + d, 400]);
    await touch('touchEnd', [120, 400]);
    await touch('touchEnd');
    await ada.has(1);
    expect((await ada.page.evaluate(() => window.gesso.camera.get())).zoom).toBeGreaterThan(1.3);
    await ada.leave();
  });

  test('everything in reach is reachable by keyboard and has a name', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const unnamed = await ada.page.evaluate(() =>
      [...document.querySelectorAll('button, input, [role]:not([aria-hidden])')]
        .filter((node) => node instanceof HTMLElement && node.offsetParent !== null)
        .filter((node) => !['toolbar', 'status', 'application'].includes(node.getAttribute('role') ?? ''))
        .filter((node) => {
          const text = node.getAttribute('aria-label') ?? node.textContent ?? '';
          const labelled = node instanceof HTMLInputElement && (node.labels?.length ?? 0) > 0;
          return text.trim() === '' && !labelled;
        })
        .map((node) => node.outerHTML.slice(0, 120)),
    );
    expect(unnamed).toEqual([]);
    await ada.page.keyboard.press('r');
    await expect(ada.page.getByRole('button', { name: 'Rectangle', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await ada.page.keyboard.press('?');
    await expect(ada.page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible();
    await ada.page.keyboard.press('Escape');
    await expect(ada.page.getByRole('dialog')).toHaveCount(0);
    await ada.leave();
  });

  test('by keyboard alone one goes from element to element, hears what it is and changes it', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.page.evaluate(() =>
      window.gesso.board.add([
        { kind: 'ellipse', x: 500, y: 310, width: 100, height: 60, color: '#c8323c' },
        { kind: 'rect', x: 300, y: 300, width: 100, height: 60, text: 'Login' },
        { kind: 'text', x: 4_000, y: 3_000, text: 'far away' },
      ]),
    );
    const said = ada.page.locator('[data-for=selection]');
    await ada.page.keyboard.press('Alt+ArrowDown');
    await expect(said).toHaveText(/^Rectangle, .*“Login”$/);
    await ada.page.keyboard.press('Alt+ArrowDown');
    await expect(said).toHaveText(/^Ellipse/);
    await ada.page.keyboard.press('Alt+ArrowDown');
    await expect(said).toHaveText(/^Text, .*“far away”$/);
    expect((await ada.page.evaluate(() => window.gesso.camera.get())).x).toBeGreaterThan(2_000);
    await ada.page.keyboard.press('Alt+ArrowDown');
    await ada.page.keyboard.press('Shift+ArrowRight');
    const moved = (await ada.elements()).find(({ kind }) => kind === 'rect');
    expect(moved?.x).toBe(310);
    await ada.page.keyboard.press('Control+a');
    await expect(said).toHaveText('3 elements selected');
    await ada.leave();
  });
});

test('the style panel is a pill until it is pointed at, pressed or opened by key, and folds when one turns away', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const panel = ada.page.getByRole('region', { name: 'Style' });
  const pill = panel.getByRole('button', { name: 'Style', exact: true });
  const crimson = panel.getByRole('button', { name: 'Crimson', exact: true });
  await expect(crimson).toBeHidden();
  await pill.hover();
  await expect(crimson).toBeVisible();
  await ada.page.mouse.move(700, 400);
  await expect(crimson).toBeHidden();
  await pill.click();
  await ada.page.mouse.move(700, 400);
  await crimson.click();
  await expect(crimson).toHaveAttribute('aria-pressed', 'true');
  await ada.draw([
    [500, 300],
    [560, 340],
  ]);
  await expect(crimson).toBeHidden();
  await pill.focus();
  await ada.page.keyboard.press('Enter');
  await expect(pill).toHaveAttribute('aria-expanded', 'true');
  await ada.page.keyboard.press('Tab');
  await expect(crimson).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(crimson).toBeHidden();
  await expect(pill).toBeFocused();
  await ada.leave();
});
