import { open, openHolding, openWithout } from './helpers/board-page.ts';
import { differingPixels } from './helpers/pixels.ts';
import { bar, cell, cells, choose, letters, table, twoAtTable, withTable } from './helpers/tables.ts';
import { expect, test } from './helpers/test.ts';

test('a table is made by its tool and written from cell to cell by key', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.page.keyboard.press('Shift+T');
  await ada.page.mouse.click(640, 400);
  await expect(cell(ada, 1, 1)).toBeFocused();
  for (const word of ['Task', 'Who', 'When', 'cake', 'Ada']) {
    await ada.page.keyboard.type(word);
    await ada.page.keyboard.press('Tab');
  }
  await expect(cell(ada, 2, 3)).toBeFocused();
  await ada.page.keyboard.type('Mon');
  await ada.page.keyboard.press('Shift+Enter');
  await ada.page.keyboard.type('noon');
  await ada.page.keyboard.press('Enter');
  await expect(cell(ada, 3, 3)).toBeFocused();
  await ada.page.keyboard.press('Tab');
  await expect(cell(ada, 4, 1)).toBeFocused();
  await ada.page.keyboard.press('ArrowUp');
  await expect(cell(ada, 3, 1)).toBeFocused();
  await ada.page.keyboard.press('Shift+Tab');
  await expect(cell(ada, 2, 3)).toHaveValue('Mon\nnoon');
  await ada.page.keyboard.press('ArrowUp');
  await expect(cell(ada, 2, 3)).toBeFocused();
  await ada.page.keyboard.press('Home');
  await ada.page.keyboard.press('ArrowLeft');
  await expect(cell(ada, 2, 2)).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('textbox', { name: /^Row/ })).toHaveCount(0);
  expect(await cells(ada)).toEqual([
    ['Task', 'Who', 'When'],
    ['cake', 'Ada', 'Mon\nnoon'],
    ['', '', ''],
    ['', '', ''],
  ]);
  await ada.page.keyboard.press('Enter');
  await expect(cell(ada, 1, 1)).toBeFocused();
  await ada.leave();
});

test('a drag of the tool makes as many rows and columns as there is room for, and the flyout has it', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.pickShape('Table');
  await ada.drag([300, 200], [860, 400]);
  await expect(cell(ada, 1, 1)).toBeFocused();
  await ada.page.keyboard.press('Escape');
  const made = await table(ada);
  expect([made.columns.length, made.rows.length]).toEqual([4, 5]);
  expect(made.columns.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(560, 0);
  await ada.leave();
});

test('rows and columns come, go and move by the bar, its menu and the edges, about the cell that is open', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await withTable(ada);
  await ada.page.getByRole('button', { name: 'Add row' }).click();
  await ada.page.getByRole('button', { name: 'Add column' }).click();
  expect(await cells(ada)).toEqual([
    ['a', 'b', ''],
    ['c', 'd', ''],
    ['', '', ''],
  ]);
  await ada.page.mouse.click(420, 320);
  await expect(cell(ada, 1, 1)).toBeFocused();
  await choose(ada, 'Insert row above');
  await expect(cell(ada, 1, 1)).toHaveValue('');
  await ada.page.keyboard.type('top');
  await choose(ada, 'Move row down');
  await expect(cell(ada, 2, 1)).toHaveValue('top');
  await choose(ada, 'Move column right');
  await expect(cell(ada, 2, 2)).toHaveValue('top');
  expect(await cells(ada)).toEqual([
    ['b', 'a', ''],
    ['', 'top', ''],
    ['d', 'c', ''],
    ['', '', ''],
  ]);
  await choose(ada, 'Delete row');
  await expect(cell(ada, 2, 2)).toHaveValue('c');
  await choose(ada, 'Delete column');
  expect(await cells(ada)).toEqual([
    ['b', ''],
    ['d', ''],
    ['', ''],
  ]);
  await ada.page.keyboard.press('Escape');
  await bar(ada).getByRole('button', { name: 'Rows and columns' }).click();
  await ada.page.getByRole('menuitemcheckbox', { name: 'Header row' }).click();
  expect((await table(ada)).header).toBe(false);
  for (let i = 0; i < 3; i += 1) await ada.page.keyboard.press('Control+z');
  expect(await cells(ada)).toEqual([
    ['b', 'a', ''],
    ['', 'top', ''],
    ['d', 'c', ''],
    ['', '', ''],
  ]);
  await ada.leave();
});

test('borders are pulled as one step, also by key, and handles scale the whole', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await withTable(ada);
  const column = ada.page.getByRole('separator', { name: 'Width of column 1' });
  await expect(column).toBeVisible();
  const sizes = async () => {
    const { columns, rows } = await table(ada);
    return [...columns.map(({ width }) => width), ...rows.map(({ height }) => height)];
  };
  await ada.drag([540, 330], [600, 330]);
  expect(await sizes()).toEqual([200, 140, 40, 40]);
  await ada.drag([430, 340], [430, 370]);
  expect(await sizes()).toEqual([200, 140, 70, 40]);
  await column.focus();
  await ada.page.keyboard.press('ArrowLeft');
  expect(await sizes()).toEqual([192, 140, 70, 40]);
  for (let i = 0; i < 3; i += 1) await ada.page.keyboard.press('Control+z');
  expect(await sizes()).toEqual([140, 140, 40, 40]);
  await ada.drag([685, 385], [825, 465]);
  expect(await sizes()).toEqual([210, 210, 80, 80]);
  await ada.leave();
});

test('a row grows with its text for all, and a drag moves the table', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const id = await withTable(ada);
  await ada.drag([470, 320], [570, 420]);
  expect(await table(ada)).toMatchObject({ id, x: 500, y: 400, cells: letters });
  await ada.page.mouse.click(520, 420);
  await expect(cell(ada, 1, 1)).toBeFocused();
  const before = (await cell(ada, 1, 1).boundingBox())?.height ?? 0;
  await ada.page.keyboard.type(' word word word word word');
  const after = (await cell(ada, 1, 1).boundingBox())?.height ?? 0;
  expect(after).toBeGreaterThan(before * 1.9);
  expect((await table(ada)).rows.map(({ height }) => height)).toEqual([40, 40]);
  await ada.leave();
});

test('two people add rows and type in one table at once, and each undoes their own', async ({ browser, server }) => {
  const [ada, ben] = await twoAtTable(browser, server.url);
  await Promise.all([ada, ben].map(({ page }) => page.getByRole('button', { name: 'Add row' }).click()));
  await expect.poll(async () => [(await cells(ada)).length, (await cells(ben)).length]).toEqual([4, 4]);
  await ada.page.mouse.click(420, 320);
  await ben.page.mouse.click(420, 320);
  await Promise.all([ada.page.keyboard.type('dam'), ben.page.keyboard.type('xyz')]);
  const together = async () => [...((await cells(ada))[0]?.[0] ?? '')].sort().join('');
  await expect.poll(together).toBe('aadmxyz');
  await expect.poll(async () => (await cells(ben))[0]?.[0]).toBe((await cells(ada))[0]?.[0]);
  await ben.page.keyboard.press('Escape');
  await ben.page.keyboard.press('Control+z');
  await expect.poll(together).toBe('aadm');
  await ada.page.keyboard.press('Escape');
  await ben.page.evaluate(() => {
    const [one] = window.gesso.board.elements();
    if (one !== undefined) window.gesso.board.patch(one.id, { rows: (one['rows'] as unknown[]).slice(0, 1) });
  });
  await expect.poll(async () => (await cells(ada)).length).toBe(1);
  for (const person of [ada, ben]) await person.leave();
});

test('a row that another takes away while it is typed in closes its text, and says so', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await withTable(ada);
  const ben = await open(browser, ada.address());
  await ben.has(1);
  await ada.page.mouse.click(420, 360);
  await expect(cell(ada, 2, 1)).toBeFocused();
  await ada.page.keyboard.type('!');
  await expect.poll(async () => (await cells(ben))[1]?.[0]).toBe('c!');
  await ben.page.evaluate(() => {
    const [one] = window.gesso.board.elements();
    if (one !== undefined) window.gesso.board.patch(one.id, { rows: (one['rows'] as unknown[]).slice(0, 1) });
  });
  await expect(cell(ada, 2, 1)).toHaveCount(0);
  await expect(ada.page.getByText('Another person deleted this text while you were typing.')).toBeVisible();
  // What is still typed is meant for what is gone: it takes no table away and begins no other cell.
  await ada.page.keyboard.press('Backspace');
  await ada.page.keyboard.type('brown fox');
  expect(await cells(ada)).toEqual([['a', 'b']]);
  await ada.page.getByRole('button', { name: 'Put it back' }).click();
  await expect.poll(async () => (await ben.elements()).map(({ text }) => text)).toEqual([undefined, 'c!']);
  await ada.page.keyboard.press('Control+z');
  await ben.page.keyboard.press('Control+z');
  await expect.poll(async () => (await cells(ada))[1]?.[0]).toBe('c!');
  for (const person of [ada, ben]) await person.leave();
});

test('keys pressed in a cell before what hears them has come are kept, and go where they lead once it is there', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.draw([
    [900, 600],
    [950, 620],
  ]);
  await ada.sees('saved');
  const { person: ben, letGo } = await openHolding(/assets\/table-work-/, browser, ada.address());
  const { page } = ben;
  await ben.has(1);
  await withTable(ben);
  await page.keyboard.press('Enter');
  await expect(page.locator('.text-editor')).toBeFocused();
  await page.keyboard.type('rapid');
  await page.keyboard.press('Tab');
  expect(await cells(ben)).toEqual([
    ['arapid', 'b'],
    ['c', 'd'],
  ]);
  await page.keyboard.type('on');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await page.keyboard.type('!');
  letGo();
  await expect(cell(ben, 2, 2)).toBeFocused();
  expect(await cells(ben)).toEqual([
    ['arapid', 'bon\ntw'],
    ['c', 'd!'],
  ]);
  await page.keyboard.type('?');
  await expect(cell(ben, 2, 2)).toHaveValue('d!?');
  for (const person of [ada, ben]) await person.leave();
});

test('a finger opens a cell of a table, adds a row and pulls a border', async ({ browser, server }) => {
  const ada = await open(browser, server.url, {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  await ada.page.evaluate(() => {
    const cells = [
      ['a', 'b'],
      ['c', 'd'],
    ];
    window.gesso.board.add({ kind: 'table', x: 50, y: 260, cells });
    window.gesso.tool('select');
  });
  await ada.page.touchscreen.tap(80, 320);
  await expect(bar(ada)).toBeVisible();
  await ada.page.getByRole('button', { name: 'Add row' }).tap();
  expect((await cells(ada)).length).toBe(3);
  for (const button of await bar(ada).getByRole('button').all()) {
    const { width = 0, height = 0 } = (await button.boundingBox()) ?? {};
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
  await ada.page.touchscreen.tap(80, 320);
  await expect(cell(ada, 2, 1)).toBeFocused();
  await ada.page.keyboard.type('!');
  await choose(ada, 'Delete row');
  expect(await cells(ada)).toEqual([
    ['a', 'b'],
    ['', ''],
  ]);
  const client = await ada.page.context().newCDPSession(ada.page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', { x: 190, y: 320 });
  await touch('touchMove', { x: 170, y: 320 });
  await touch('touchMove', { x: 150, y: 320 });
  await touch('touchEnd');
  await expect.poll(async () => (await table(ada)).columns[0]?.width).toBe(100);
  await ada.leave();
});

test('a table looks the same whether a worker paints it or there is none, and its words are in an SVG', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await withTable(ada, [
    ['Head', 'of it'],
    ['some words that wrap', 'Жук'],
  ]);
  await ada.page.evaluate(() => window.gesso.select([]));
  await ada.sees('saved');
  const shown = await ada.picture();
  const bob = await openWithout('workers', browser, ada.address());
  await bob.has(1);
  await bob.page.evaluate(() => window.gesso.settled());
  expect(differingPixels(await bob.picture(), shown)).toBeLessThan(50);
  const svg = await ada.page.evaluate(async () => (await window.gesso.exportBlob({ format: 'svg' })).text());
  for (const word of ['Head', 'of it', 'Жук']) expect(svg).toContain(word);
  for (const person of [ada, bob]) await person.leave();
});
