import type { Locator } from '@playwright/test';
import type { Person } from './board-page.ts';
import { expect } from './test.ts';

export const pins = ({ page }: Person): Locator => page.getByRole('toolbar', { name: 'Comments on the board' });
export const pin = (person: Person, name: string | RegExp): Locator => pins(person).getByRole('button', { name });
export const card = ({ page }: Person): Locator => page.getByRole('dialog', { name: 'Comment', exact: true });
export const panel = ({ page }: Person): Locator => page.getByRole('dialog', { name: 'Comments', exact: true });
export const said = ({ page }: Person): Locator => page.locator('[data-for="comments"]');
export const field = (within: Locator, name: string): Locator => within.getByRole('textbox', { name });

/** Takes the tool by its key and writes a comment at a place of the screen. */
export async function comment({ page }: Person, x: number, y: number, text: string): Promise<void> {
  await page.keyboard.press('c');
  await page.mouse.click(x, y);
  const writing = page.getByRole('textbox', { name: 'Write a comment' });
  await expect(writing).toBeFocused();
  await writing.fill(text);
  await page.keyboard.press('Enter');
}

/** The place that a pin's tip points to, on the screen. */
export const tipOf = async (one: Locator): Promise<readonly number[]> => {
  const { x = 0, y = 0, height = 0 } = (await one.boundingBox()) ?? {};
  return [Math.round(x), Math.round(y + height)];
};
