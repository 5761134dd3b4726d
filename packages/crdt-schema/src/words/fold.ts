/** What needs no look at its letters: most texts. */
const plain = /^[ -~\n\t]*$/;

const withoutAccents = (text: string): string =>
  // Upper case first: that of `ß` is `SS`, that of `ı` is `I`. The last letter of a Greek word has a form of its own.
  text
    .normalize('NFKD')
    .replace(/\p{Script=Inherited}+/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ');

/** A text as it is compared: without case, accents and the breaks of its lines. */
export const fold = (text: string): string =>
  (plain.test(text) ? text.toLowerCase() : withoutAccents(text)).replace(/\s+/g, ' ').trim();
