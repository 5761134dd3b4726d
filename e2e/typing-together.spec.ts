import { open, openHolding, type Person } from './helpers/board-page.ts';
import { add } from './helpers/rich-text.ts';
import { cell, twoAtTable } from './helpers/tables.ts';
import { expect, test } from './helpers/test.ts';
import { editor, openOnlyText, startText, texts } from './helpers/typing.ts';

test('what a colleague deleted while it was typed can be put back', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await startText(ada);
  await ada.page.keyboard.type('first');
  await ben.has(1);
  await ben.page.keyboard.press('Control+a');
  await ben.page.keyboard.press('Delete');
  await ada.page.getByRole('button', { name: 'Put it back' }).click();
  await ben.has(1);
  expect(await texts(ben)).toEqual(['first']);
  for (const person of [ada, ben]) await person.leave();
});

test('a text that a colleague deletes while it is typed says so, and the letters that follow choose no tools', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await startText(ada);
  await ada.page.keyboard.type('gone');
  await ben.has(1);
  await ben.page.evaluate(() => window.gesso.board.remove(window.gesso.board.elements().map(({ id }) => id)));
  await ada.has(0);
  await ada.page.keyboard.type('red box');
  await expect(editor(ada)).toHaveCount(0);
  await expect(ada.page.getByText('Another person deleted this text while you were typing.')).toBeVisible();
  await expect(ada.page.getByRole('button', { name: 'Rectangle', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await ada.page.mouse.click(700, 600);
  await ada.page.keyboard.press('r');
  await expect(ada.page.getByRole('button', { name: 'Rectangle', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await ada.leave();
  await ben.leave();
});

test('a name that was left is no longer undone by the browser, and one that is not left yet is kept by a reload', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  const name = (person: Person) => person.page.getByRole('textbox', { name: 'Board name' });
  await name(ada).fill('Beta');
  await name(ada).press('Enter');
  await expect(name(ben)).toHaveValue('Beta');
  await ada.page.keyboard.press('Control+z');
  await expect(name(ada)).toHaveValue('Beta');
  await name(ben).fill('Gamma');
  await expect(name(ada)).toHaveValue('Gamma');
  await expect(name(ben)).toBeFocused();
  await ben.page.reload();
  await expect(name(ben)).toHaveValue('Gamma');
  for (const person of [ada, ben]) await person.leave();
});

test('a colleague’s new name for the board does not overwrite the one that is being typed', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  const name = ada.page.getByRole('textbox', { name: 'Board name' });
  await name.click();
  await ada.page.keyboard.type('plan of ');
  const other = ben.page.getByRole('textbox', { name: 'Board name' });
  // What has been typed so far is told after a pause: two who name a board at the same moment would both be right.
  await expect(other).toHaveValue('plan of');
  await other.fill('other');
  await other.press('Enter');
  await expect(ada.page).toHaveTitle(/other/);
  await ada.page.keyboard.type('mine');
  await expect(name).toHaveValue('plan of mine');
  await name.press('Enter');
  await expect(other).toHaveValue('plan of mine');
  await ada.leave();
  await ben.leave();
});

test('an undo takes back one’s own letters where another has typed beside and between them, and a redo types them again', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await add(ada, [{ kind: 'sticky', x: 400, y: 200, width: 200, height: 200, text: 'note' }]);
  await ben.has(1);
  for (const person of [ada, ben]) await openOnlyText(person);
  await ben.page.keyboard.press('Home');
  await ben.page.keyboard.insertText('BBB');
  await expect(editor(ada)).toHaveValue('BBBnote');
  await ada.page.keyboard.press('End');
  await ada.page.keyboard.insertText('AAA');
  await ada.page.keyboard.press('Home');
  await ada.page.keyboard.press('ArrowRight');
  await ada.page.keyboard.type('x');
  await expect(editor(ben)).toHaveValue('BxBBnoteAAA');
  await ben.page.keyboard.press('Control+z');
  for (const person of [ada, ben]) await expect(editor(person)).toHaveValue('xnoteAAA');
  await ben.page.keyboard.press('Control+Shift+z');
  for (const person of [ada, ben]) await expect(editor(person)).toHaveValue('BxBBnoteAAA');
  await ada.page.keyboard.press('Control+z');
  await ada.page.keyboard.press('Control+z');
  for (const person of [ada, ben]) await expect(editor(person)).toHaveValue('BBBnote');
  for (const person of [ada, ben]) await person.leave();
});

test('an undo in a cell takes back one’s own letters where another has typed', async ({ browser, server }) => {
  const [ada, ben] = await twoAtTable(browser, server.url);
  for (const { page } of [ada, ben]) await page.mouse.click(420, 320);
  // In one go: on a slow machine the letters of `type` are steps of their own.
  await ben.page.keyboard.insertText('ben');
  await expect(cell(ada, 1, 1)).toHaveValue('aben');
  await ada.page.keyboard.insertText('ada');
  await expect(cell(ben, 1, 1)).toHaveValue(/ada/);
  await ben.page.keyboard.press('Control+z');
  for (const person of [ada, ben]) await expect(cell(person, 1, 1)).toHaveValue('aada');
  for (const person of [ada, ben]) await person.leave();
});

test('an undo pressed before what knows whose letters are whose has come is done once it is there', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await add(ada, [{ kind: 'sticky', x: 400, y: 200, width: 200, height: 200, text: 'note' }]);
  await ada.sees('saved');
  const { person: ben, letGo } = await openHolding(/assets\/typing-history-/, browser, ada.address());
  await ben.has(1);
  for (const person of [ada, ben]) await openOnlyText(person);
  await ben.page.keyboard.insertText('Ben');
  await expect(editor(ada)).toHaveValue('noteBen');
  await ada.page.keyboard.insertText('Ada');
  await expect(editor(ben)).toHaveValue('noteAdaBen');
  await ben.page.keyboard.press('Control+z');
  await expect(editor(ben)).toHaveValue('noteAdaBen');
  letGo();
  for (const person of [ada, ben]) await expect(editor(person)).toHaveValue('noteAda');
  for (const person of [ada, ben]) await person.leave();
});
