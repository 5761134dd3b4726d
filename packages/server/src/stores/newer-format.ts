/** What is told where data was used by a version that is newer than this one. */
export const newerFormat = (version: number, known: number): string =>
  `The data was last used by a newer version of Gesso (format ${version}, this version knows ${known}). Update Gesso.`;
