import type { homeArea } from '../words/areas.ts';
import type catalogue from '../words/en.json';
import { type Args, type KeyIn, wordOf } from '../words/say.ts';

/** A message of this page, in the language in use. */
export const say = (key: KeyIn<(typeof catalogue)[typeof homeArea]>, args?: Args): string =>
  wordOf(`home.${key}`, args) ?? key;
