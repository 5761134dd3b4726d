import { elementKinds } from '@gesso/crdt-schema';
import { open, type Person, type Spot } from './helpers/board-page.ts';
import { handsOf } from './helpers/hands.ts';
import { plainPng } from './helpers/pictures.ts';
import { take, toolbar } from './helpers/reach.ts';
import { expect, test } from './helpers/test.ts';

/** Everything one puts on a board, each way one may put it there. */

/** All there is to be made; a new kind has its walks when it is in them. */
const allKinds = (...but: readonly string[]) =>
  elementKinds.filter((kind) => kind !== 'unknown' && !but.includes(kind));
const kindsOn = async (person: Person) => [...new Set(await kinds(person))].sort();
const kinds = async (person: Person) => (await person.elements()).map(({ kind }) => kind);
const png = { name: 'green.png', mimeType: 'image/png', buffer: plainPng(60, 40, [20, 140, 90]) };
const ends = async (person: Person) => {
  const [arrow] = (await person.elements()).filter(({ kind }) => kind === 'arrow');
  return [arrow?.['start'], arrow?.['end']];
};

test('every kind is put on the board and written on by mouse', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  ada.page.on('filechooser', (chooser) => chooser.setFiles([png]));
  const away: Spot = [1000, 700];
  const write = async (words: string) => {
    await ada.page.keyboard.type(words);
    await ada.page.mouse.click(...away);
  };
  let made = 0;
  const make = async (tool: () => Promise<void>, from: Spot, to: Spot, words?: string) => {
    await tool();
    await ada.drag(from, to);
    if (words !== undefined) await write(words);
    made += 1;
    await ada.has(made);
  };
  await make(() => ada.pick('Pen'), [250, 150], [350, 200]);
  await make(() => ada.pick('Rectangle'), [400, 150], [500, 220]);
  await make(() => ada.pickShape('Ellipse'), [700, 150], [800, 220]);
  await make(() => ada.pickShape('Diamond'), [900, 150], [1000, 220]);
  await make(() => ada.pick('Arrow'), [450, 185], [750, 185]);
  await make(() => ada.pick('Line'), [250, 260], [350, 280]);
  await make(() => ada.pick('Sticky note'), [300, 400], [300, 400], 'Note');
  await make(() => ada.pick('Text'), [500, 300], [640, 300], 'Text');
  await make(() => ada.pickShape('Table'), [450, 400], [700, 520], 'Cell');
  await make(() => ada.pick('Frame'), [800, 300], [980, 500], 'Frame');
  await ada.pick('Picture');
  await ada.has(made + 1);
  await ada.page.mouse.dblclick(450, 185);
  await write('Box');
  expect(await kindsOn(ada)).toEqual(allKinds().sort());
  expect(await ends(ada)).toEqual([expect.anything(), expect.anything()]);
  const all = await ada.elements();
  expect(all.flatMap(({ text }) => (text === undefined || text === '' ? [] : text))).toEqual(
    expect.arrayContaining(['Box', 'Note', 'Text']),
  );
  expect(all.find(({ kind }) => kind === 'frame')?.['name']).toBe('Frame');
  expect(all.find(({ kind }) => kind === 'table')?.['cells']).toMatchObject([['Cell', ''], {}, {}]);
  await ada.leave();
});

test('every kind is put on the board and written on by keyboard alone', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const { keyboard } = ada.page;
  ada.page.on('filechooser', (chooser) => chooser.setFiles([png]));
  const field = ada.page.locator('.text-editor');
  const write = async (words: string) => {
    await expect(field).toBeFocused();
    await keyboard.type(words);
    await keyboard.press('Escape');
    await expect(field).toBeHidden();
  };
  const make = async (key: string, words: string) => {
    await keyboard.press(key);
    await keyboard.press('Enter');
    await write(words);
    await keyboard.press('Escape');
  };
  await keyboard.press('r');
  await keyboard.press('Enter');
  await ada.has(1);
  await keyboard.press('Enter');
  await write('Box');
  await keyboard.press('Control+ArrowRight');
  await ada.has(3);
  expect(await ends(ada)).toEqual([expect.anything(), expect.anything()]);
  await keyboard.press('Escape');
  await keyboard.press('Escape');
  for (const key of ['o', '3', 'l', 'a']) {
    await keyboard.press(key);
    await keyboard.press('Enter');
    await keyboard.press('Escape');
  }
  await make('n', 'Note');
  await make('t', 'Text');
  await make('Shift+T', 'Cell');
  await keyboard.press('f');
  await keyboard.press('Enter');
  const name = ada.page.getByRole('textbox', { name: 'Name of the frame' });
  await expect(name).toBeFocused();
  await keyboard.type('Frame');
  await keyboard.press('Enter');
  await expect(name).toBeHidden();
  await keyboard.press('9');
  await ada.has(12);
  // Ink follows a hand.
  expect(await kindsOn(ada)).toEqual(allKinds('stroke').sort());
  const all = await ada.elements();
  expect(all.flatMap(({ text }) => (text === undefined || text === '' ? [] : text))).toEqual(['Box', 'Note', 'Text']);
  expect(all.find(({ kind }) => kind === 'frame')?.['name']).toBe('Frame');
  expect(all.find(({ kind }) => kind === 'table')?.['cells']).toMatchObject([['Cell', '', ''], {}, {}]);
  // Nothing hides what was made before.
  const middles = all.filter(({ kind }) => kind !== 'frame').map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`);
  expect(new Set(middles).size).toBe(middles.length);
  await ada.leave();
});

test('every kind is put on the board and written on by a finger alone', async ({ browser, server }) => {
  const ada = await open(browser, server.url, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const { touch, tap } = await handsOf(ada);
  ada.page.on('filechooser', (chooser) => chooser.setFiles([png]));
  const takeUp = (name: string) => take(ada.page, name, (control) => control.click());
  const pull = async (from: readonly [number, number], to: readonly [number, number]) => {
    await touch('touchStart', { id: 1, x: from[0], y: from[1] });
    for (let i = 1; i <= 4; i += 1)
      await touch('touchMove', {
        id: 1,
        x: from[0] + ((to[0] - from[0]) * i) / 4,
        y: from[1] + ((to[1] - from[1]) * i) / 4,
      });
    await touch('touchEnd');
  };
  const write = async (words: string) => {
    await ada.page.keyboard.type(words);
    await tap({ id: 1, x: 350, y: 700 });
  };
  await takeUp('Pen');
  await pull([40, 150], [160, 190]);
  await ada.has(1);
  await takeUp('Rectangle');
  await pull([40, 220], [140, 290]);
  await takeUp('Rectangle');
  await pull([240, 220], [340, 290]);
  await takeUp('Arrow');
  await pull([90, 255], [290, 255]);
  await ada.has(4);
  expect(await ends(ada)).toEqual([expect.anything(), expect.anything()]);
  await takeUp('Sticky note');
  await tap({ id: 1, x: 110, y: 440 });
  await write('Note');
  await ada.has(5);
  // The tool in hand can be seen again.
  await expect(toolbar(ada.page).getByRole('button', { name: 'Select', exact: true })).toBeInViewport({ ratio: 1 });
  await takeUp('Text');
  await tap({ id: 1, x: 250, y: 420 });
  await write('Text');
  await ada.has(6);
  await takeUp('Frame');
  await pull([40, 560], [180, 680]);
  await ada.page.keyboard.type('Frame');
  await tap({ id: 1, x: 350, y: 700 });
  await ada.has(7);
  await takeUp('Picture');
  await ada.has(8);
  const shapes = ada.page.getByRole('toolbar', { name: 'Shapes' });
  for (const [i, form] of ['Ellipse', 'Diamond', 'Table'].entries()) {
    const { x = 0, y = 0 } = (await ada.page.locator('.toolbar .more').boundingBox()) ?? {};
    await touch('touchStart', { id: 1, x: x + 20, y: y + 20 });
    await expect(shapes).toBeVisible();
    await touch('touchEnd');
    await shapes.getByRole('button', { name: form, exact: true }).tap();
    await pull([170 + i * 70, 90], [230 + i * 70, 130]);
    await ada.has(9 + i);
  }
  await ada.page.keyboard.type('Cell');
  await tap({ id: 1, x: 350, y: 700 });
  await takeUp('Line');
  await pull([200, 640], [330, 660]);
  await ada.has(12);
  expect(await kindsOn(ada)).toEqual(allKinds().sort());
  const all = await ada.elements();
  expect(all.flatMap(({ text }) => (text === undefined || text === '' ? [] : text))).toEqual(['Note', 'Text']);
  expect(all.find(({ kind }) => kind === 'frame')?.['name']).toBe('Frame');
  await ada.leave();
});
