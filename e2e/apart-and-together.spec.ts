import { open, type Person } from './helpers/board-page.ts';
import { colorAt, give, plainPng, type Rgb } from './helpers/pictures.ts';
import { marks } from './helpers/rich-text.ts';
import { cell, cells, table } from './helpers/tables.ts';
import { expect, test } from './helpers/test.ts';
import { editor, texts } from './helpers/typing.ts';

/** Three people at one thing, one by mouse, one by finger and one by keyboard, who is offline meanwhile. */

type Three = readonly [ada: Person, ben: Person, cy: Person];

/** Opens a board with some elements on it for all three, and takes the third one's connection. */
const three = async (
  browser: Parameters<typeof open>[0],
  url: string,
  elements: readonly object[],
): Promise<readonly [people: Three, ids: readonly string[]]> => {
  const ada = await open(browser, url);
  const ids = await ada.page.evaluate((given) => {
    const made = window.gesso.board.add(given);
    window.gesso.select([]);
    window.gesso.tool('select');
    return made;
  }, elements);
  await ada.sees('saved');
  const cy = await open(browser, ada.address());
  const ben = await open(browser, ada.address(), { hasTouch: true, viewport: { width: 1280, height: 800 } });
  for (const person of [ben, cy]) {
    await person.has(elements.length);
    await person.page.evaluate(() => window.gesso.tool('select'));
    await person.sees('saved');
  }
  for (const { page } of [ben, cy]) await page.waitForFunction(hasAllParts);
  await cy.context.setOffline(true);
  await cy.sees('offline');
  return [[ada, ben, cy], ids];
};

/** Whether a page has what it writes with, which it fetches when it has been calm for a while. */
const hasAllParts = () => {
  const parts = performance.getEntriesByType('resource').map(({ name }) => name);
  const isThere = (name: string) => parts.some((part) => part.includes(`/${name}-`));
  return ['TableOver', 'SelectionBar', 'table-work', 'pictures-work', 'rich-text-work'].every(isThere);
};

const select = ({ page }: Person, id: string) => page.evaluate((one) => window.gesso.select([one]), id);

const isBack = async ([ada, ben, cy]: Three) => {
  await cy.context.setOffline(false);
  for (const person of [ada, ben, cy]) await person.sees('saved');
};

const areAlike = async ([ada, ...others]: Three) => {
  for (const person of others)
    await expect.poll(async () => JSON.stringify(await person.elements())).toBe(JSON.stringify(await ada.elements()));
};

test('three people write in one note and in one text, one of them offline, and each takes back only their own', async ({
  browser,
  server,
}) => {
  const [people, [note = '', text = '']] = await three(browser, server.url, [
    { kind: 'sticky', x: 400, y: 150, width: 240, height: 240, text: '.' },
    { kind: 'text', x: 700, y: 200, text: 'one two three', size: 20 },
  ]);
  const [ada, ben, cy] = people;
  await ada.page.mouse.dblclick(520, 270);
  await select(ben, note);
  await select(cy, note);
  for (const { page } of [ben, cy]) await page.keyboard.press('Enter');
  for (const person of people) await expect(editor(person)).toBeFocused();
  await ada.page.keyboard.press('Control+End');
  await Promise.all([ada.page.keyboard.type('aaaa'), ben.page.keyboard.type('bbbb'), cy.page.keyboard.type('cccc')]);
  for (const person of people) {
    await person.page.keyboard.press('Escape');
    await person.page.keyboard.press('Escape');
    await select(person, text);
  }
  await ada.page.keyboard.press('Control+b');
  await cy.page.keyboard.press('Control+i');
  await ben.page.keyboard.press('Enter');
  await expect(editor(ben)).toBeFocused();
  await ben.page.keyboard.press('Control+End');
  await ben.page.keyboard.type(' four');
  await ben.page.keyboard.press('Escape');
  await isBack(people);
  const letters = async (person: Person) => [...String((await texts(person))[0])].sort().join('');
  for (const person of people) {
    await expect.poll(() => letters(person)).toBe('.aaaabbbbcccc');
    await expect.poll(async () => (await texts(person))[1]).toBe('one two three four');
  }
  const marksOfText = async (person: Person) => (await person.elements())[1]?.['marks'];
  // What Ben typed behind what was formatted meanwhile may have that or not.
  const both = { bold: true, italic: true };
  await expect.poll(async () => ((await marksOfText(ben)) as object[])[0]).toMatchObject({ from: 0, ...both });
  await areAlike(people);
  // Each takes back both of their steps.
  for (let i = 0; i < 2; i += 1) await ben.page.evaluate(() => window.gesso.undo());
  await expect.poll(() => letters(cy)).toBe('.aaaacccc');
  await expect.poll(() => marksOfText(cy)).toEqual([{ from: 0, to: 13, ...both }]);
  for (let i = 0; i < 2; i += 1) await ada.page.evaluate(() => window.gesso.undo());
  await expect.poll(() => letters(cy)).toBe('.cccc');
  await expect.poll(() => marksOfText(ben)).toEqual([{ from: 0, to: 13, italic: true }]);
  for (let i = 0; i < 2; i += 1) await cy.page.evaluate(() => window.gesso.undo());
  await expect.poll(() => texts(ada)).toEqual(['.', 'one two three']);
  expect(await marks(ada)).toBeUndefined();
  await expect.poll(() => marksOfText(ada)).toBeUndefined();
  for (const person of people) await person.leave();
});

test('three people pull an arrow, delete what it is tied to and add rows to one table, one of them offline', async ({
  browser,
  server,
}) => {
  const at = [0.5, 0.5];
  const id = (name: string) => name.padEnd(12, '-');
  const box = (name: string, x: number) => ({ id: id(name), kind: 'rect', x, y: 150, width: 120, height: 80 });
  const tied = (name: string) => ({ element: id(name), at });
  const points = [
    [0, 0],
    [1, 1],
  ];
  const [people] = await three(browser, server.url, [
    ...[box('one', 300), box('two', 600), box('three', 900)],
    { id: id('arrow'), kind: 'arrow', x: 0, y: 0, points, start: tied('one'), end: tied('two') },
    { id: id('table'), kind: 'table', x: 300, y: 400, cells: [['a', 'b']] },
  ]);
  const [ada, ben, cy] = people;
  const arrow = async (person: Person) => (await person.elements()).find((one) => one.kind === 'arrow');
  await select(ada, id('arrow'));
  await select(ben, id('table'));
  await select(cy, id('two'));
  // Ada pulls the end away from what Cy deletes, Ben adds a row, and so does Cy.
  await Promise.all([
    ada.drag([594, 190], [960, 190]),
    ben.page.getByRole('button', { name: 'Add row' }).tap(),
    cy.page.keyboard.press('Delete'),
  ]);
  await expect.poll(async () => (await arrow(ada))?.['end']).toEqual(tied('three'));
  await select(cy, id('table'));
  await cy.page.getByRole('button', { name: 'Add row' }).click();
  await cy.page.keyboard.press('Enter');
  await expect(cell(cy, 1, 1)).toBeFocused();
  await cy.page.keyboard.type('cy');
  await cy.page.keyboard.press('Escape');
  await ben.page.touchscreen.tap(320, 420);
  await expect(cell(ben, 1, 1)).toBeFocused();
  await ben.page.keyboard.type('ben');
  await ben.page.keyboard.press('Escape');
  await isBack(people);
  for (const person of people) {
    await person.has(4);
    await expect.poll(async () => (await cells(person)).length).toBe(3);
    await expect.poll(async () => [...((await cells(person))[0]?.[0] ?? '')].sort().join('')).toBe('abceny');
    expect((await arrow(person))?.['end']).toEqual(tied('three'));
  }
  await areAlike(people);
  // Cy's three steps: letters, row, box. Ben's row and letters and Ada's end stay.
  for (let i = 0; i < 3; i += 1) await cy.page.evaluate(() => window.gesso.undo());
  for (const person of people) {
    await person.has(5);
    await expect.poll(async () => (await cells(person)).length).toBe(2);
  }
  expect([...((await cells(ada))[0]?.[0] ?? '')].sort().join('')).toBe('aben');
  await ada.page.evaluate(() => window.gesso.undo());
  await expect.poll(async () => (await arrow(cy))?.['end']).toEqual(tied('two'));
  for (let i = 0; i < 2; i += 1) await ben.page.evaluate(() => window.gesso.undo());
  await expect.poll(() => cells(cy)).toEqual([['a', 'b']]);
  await areAlike(people);
  expect((await table(ada)).rows.length).toBe(1);
  for (const person of people) await person.leave();
});

test('pictures that two people put on the board while both are offline come to all, and each takes back their own', async ({
  browser,
  server,
}) => {
  const [people] = await three(browser, server.url, [{ kind: 'rect', x: 300, y: 150, width: 60, height: 40 }]);
  const [ada, ben, cy] = people;
  await ben.context.setOffline(true);
  await ben.sees('offline');
  const red: Rgb = [200, 30, 30];
  const blue: Rgb = [30, 30, 200];
  const file = (color: Rgb) => ({ name: 'plain.png', type: 'image/png', bytes: plainPng(80, 60, color) });
  await give(ben.page, 'drop', [file(red)], [500, 400]);
  await give(cy.page, 'paste', [file(blue)], [640, 400]);
  await ben.has(2);
  await cy.has(2);
  await ben.context.setOffline(false);
  await isBack(people);
  for (const person of people) await person.has(3);
  const [, ...pictures] = await ada.elements();
  for (const person of people) {
    const colors = async () =>
      (await Promise.all(pictures.map(({ x, y }) => colorAt(person, [Math.round(x) + 40, Math.round(y) + 30]))))
        .map(String)
        .sort();
    await expect.poll(colors).toEqual([red, blue].map(String).sort());
  }
  await ben.page.evaluate(() => window.gesso.undo());
  for (const person of people) await person.has(2);
  const [, left] = await ada.elements();
  expect(await colorAt(cy, [Math.round(left?.x ?? 0) + 40, Math.round(left?.y ?? 0) + 30])).toEqual(blue);
  for (const person of people) await person.leave();
});
