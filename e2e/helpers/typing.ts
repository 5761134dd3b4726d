import type { Person } from './board-page.ts';
import { expect } from './test.ts';

/** The field a text is typed in. */
export const editor = ({ page }: Person) => page.getByRole('textbox', { name: 'Text', exact: true });
export const texts = async (person: Person) => (await person.elements()).map((element) => element['text']);

export const startText = async (person: Person, x = 400, y = 300) => {
  await person.pick('Text');
  await person.page.mouse.click(x, y);
  await expect(editor(person)).toBeFocused();
};

/** Opens the text of the only element there is. */
export const openOnlyText = async (person: Person) => {
  await person.page.evaluate(() => window.gesso.select(window.gesso.board.elements().map(({ id }) => id)));
  await person.page.locator('.surface').focus();
  await person.page.keyboard.press('Enter');
  await expect(editor(person)).toBeFocused();
};
