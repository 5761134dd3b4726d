/** What a library file of Gesso says it is: pieces, each the text of a `.gesso` file with its own name. */
export const libraryFile = {
  type: 'gesso/library',
  version: 1,
  extension: 'gessolib',
  mediaType: 'application/vnd.gesso.library+json',
} as const;

/** Whether a text begins as a library file does. */
export const isLibraryFile = (text: string): boolean => /^\s*\{\s*"type"\s*:\s*"gesso\/library"/.test(text);

/** The text of a library file. `pieces`: JSON of `.gesso` files. */
export function libraryText(name: string, pieces: readonly string[]): string {
  const { type, version } = libraryFile;
  return `${JSON.stringify({ type, version, name }).slice(0, -1)},"pieces":[${pieces.join(',')}]}`;
}
