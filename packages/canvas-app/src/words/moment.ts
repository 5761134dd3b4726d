import { perLanguage } from './per-language.ts';

const inFull = perLanguage(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }),
);

/** A moment in full, its day and time, in the language of the page. `at`: ms since 1970, or a date. */
export const momentOf = (at: number | Date): string => inFull(document.documentElement.lang).format(at);
