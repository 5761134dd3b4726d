/** A moment in full, its day and time, in the language of the page. `at`: ms since 1970, or a date. */
export const momentOf = (at: number | Date): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
