/** The areas of the catalogue that only what is fetched on demand says: they are fetched with it. */
export const laterAreas = [
  'arrange',
  'author',
  'chat',
  'choice',
  'color',
  'comments',
  'contextMenu',
  'done',
  'embedded',
  'exportPanel',
  'eyedropper',
  'find',
  'frames',
  'help',
  'hiding',
  'history',
  'importing',
  'kind',
  'language',
  'library',
  'links',
  'list',
  'me',
  'measures',
  'menu',
  'minimap',
  'offline',
  'outline',
  'palette',
  'password',
  'peek',
  'peers',
  'pen',
  'pictures',
  'recent',
  'refused',
  'richText',
  'selection',
  'sharePanel',
  'stats',
  'style',
  'synonyms',
  'table',
  'templates',
] as const;

/** Of the area `command`, what is said from the start: buttons of the bars. All commands are said by what is fetched on demand. */
export const firstCommands: Readonly<Record<string, readonly string[] | 'all'>> = {
  tool: 'all',
  edit: ['undo', 'redo'],
  view: ['zoomIn', 'zoomOut', 'zoom100', 'back', 'fingersDraw'],
  board: ['help', 'picture'],
  comment: ['list'],
};

export type LaterArea = (typeof laterAreas)[number];

/** The area that is said where no part of the app runs: the build puts it where it is read (`compile-words.ts`). */
export const outsideArea = 'unready';

/** The area of the page with a person's boards, which is built by itself and has nothing else but failures. */
export const homeArea = 'home';
