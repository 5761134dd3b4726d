/** What `compile-words.ts` makes of the catalogues: `words:en/first`, `words:en/later`, and `words:languages` for all others. */
declare module 'words:en/first' {
  const messages: import('./say.ts').Messages;
  export default messages;
}

declare module 'words:en/later' {
  const messages: import('./say.ts').Messages;
  export default messages;
}

declare module 'words:languages' {
  const languages: Readonly<Record<string, () => Promise<{ readonly default: import('./say.ts').Messages }>>>;
  export default languages;
}
