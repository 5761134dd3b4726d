import { expect, type Locator } from '@playwright/test';
import type { Person } from './board-page.ts';

/** The panel with the versions of a board. */
export const panel = ({ page }: Person): Locator => page.getByRole('dialog', { name: 'History' });

/** What is said of a former board, with what can be done about it. */
export const bar = ({ page }: Person): Locator => page.getByRole('region', { name: 'History' });

export async function openHistory(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: 'Menu' }).click();
  await person.page.getByRole('menuitem', { name: 'History' }).click();
  await expect(panel(person)).toBeVisible();
}

/** Gives the board as it is now a name, once the server has all of it. */
export async function nameVersion(person: Person, name: string): Promise<void> {
  await person.sees('saved');
  await panel(person).getByRole('textbox', { name: 'Name the board as it is now' }).fill(name);
  await person.page.keyboard.press('Enter');
  await expect(row(person, name)).toBeVisible();
}

/** The button of a version in the list. */
export const row = (person: Person, name: string): Locator =>
  panel(person).locator('[data-version]').filter({ hasText: name });

/** Waits until the version is painted in the place of the board. */
export const isShown = ({ page }: Person) => expect(page.locator('.past[data-painted]')).toBeVisible();
