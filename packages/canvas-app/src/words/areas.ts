/** The areas of the catalogue that only what is fetched on demand says: they are fetched with it. */
export const laterAreas = [
  'author',
  'chat',
  'choice',
  'contextMenu',
  'exportPanel',
  'find',
  'frames',
  'help',
  'language',
  'links',
  'menu',
  'minimap',
  'outline',
  'palette',
  'password',
  'pictures',
  'richText',
  'sharePanel',
  'stats',
  'style',
  'synonyms',
  'table',
] as const;

export type LaterArea = (typeof laterAreas)[number];
