/** `say` for what is fetched on demand: brings the areas with it that are not there from the start. */
import later from 'words:en/later';
import { type AnyKey, addEnglish, wordOf } from './say.ts';

addEnglish(later);

/** A message in the language in use, of any area. */
export const say = (key: AnyKey, args?: Parameters<typeof wordOf>[1]): string => wordOf(key, args) ?? key;

/** What a command is called, any of them: what is there from the start says those of `firstCommands` alone. */
export { sayCommand } from './say.ts';
