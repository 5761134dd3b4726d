import type { Person } from './board-page.ts';
import { expect } from './test.ts';
import { startText } from './typing.ts';

export const bar = ({ page }: Person) => page.getByRole('toolbar', { name: 'Text formatting' });
export const button = (person: Person, name: string) => bar(person).getByRole('button', { name, exact: true });
/** The marks of the only text. */
export const marks = async (person: Person) => (await person.elements())[0]?.['marks'];
/** Selects so many letters from the beginning. */
export const select = async ({ page }: Person, letters: number) => {
  await page.keyboard.press('Control+Home');
  for (let i = 0; i < letters; i += 1) await page.keyboard.press('Shift+ArrowRight');
};

/** Types a text, with the bar beside it. */
export const write = async (person: Person, words: string) => {
  await startText(person);
  await expect(bar(person)).toBeVisible();
  await person.page.keyboard.type(words);
  await person.has(1);
};
export const add = (person: Person, elements: unknown) =>
  person.page.evaluate((given) => window.gesso.board.add(given), elements as never);

/** Words of which each has a mark of its own, with a box to tick before them. */
export const markedWords = '☐ bold italic strike code link';
export const oneOfEachMark = [
  { from: 0, to: 1, done: true },
  { from: 2, to: 6, bold: true },
  { from: 7, to: 13, italic: true },
  { from: 14, to: 20, strike: true },
  { from: 21, to: 25, code: true },
  { from: 26, to: 30, link: 'https://example.org/' },
];
