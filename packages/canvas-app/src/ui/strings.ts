/**
 * Every sentence the interface shows from the start, in one place to translate; those of features and of the session stand with
 * them, those of the menu in `menu-strings.ts`, labels of tools and commands in their own tables.
 */
export const strings = {
  app: 'Gesso',
  untitled: 'Untitled board',
  canvas: 'Board. Use the tools at the bottom to draw; press ? for help.',
  hint: 'Draw. Then share the address to draw together.',
  /** What one learns before the first stroke. */
  pointers: {
    pen: 'Draw. Hold still at the end, and it becomes a shape.',
    share: 'Send this address: those who open it draw with you.',
    help: 'Everything by key',
  },
  hintView: 'This board is empty so far.',
  loading: 'Opening the board …',
  // Not by `toLocaleString`: its first use takes 30 ms, just when a large board is being opened.
  painting: (n: number) => `Drawing ${String(n).replace(/\B(?=(?:\d{3})+$)/g, ',')} elements …`,
  /** What is selected, read aloud. */
  selectedOne: (kind: string, color: string, text: string) =>
    [kind, color, text === '' ? '' : `“${text}”`].filter((part) => part !== '').join(', '),
  selectedMany: (n: number) => `${n} elements selected`,
  /** The same in a group that is entered; `selected` is empty where nothing is. */
  inGroup: (selected: string) => (selected === '' ? 'In a group' : `${selected}, in a group`),
  tools: 'Tools',
  moreTools: 'More tools',
  shapes: 'Shapes',
  style: 'Style',
  colors: 'Colors',
  menu: 'Menu',
  boardName: 'Board name',
  viewOnly: 'View only',
  viewOnlyHint: 'You see everything as it is drawn. This link does not let you draw.',
  zoom: 'Zoom',
  history: 'Undo and redo',
  close: 'Close',
  noFill: 'No fill',
  customColor: 'Any color',
  penSeen: 'A pen draws here: one finger now moves the paper.',
  letFingersDraw: 'Let fingers draw',
  eraser: 'Eraser',
  eraserModes: { whole: 'Whole', part: 'Part' },
  select: 'Select with',
  selectModes: { box: 'Rectangle', lasso: 'Lasso' },
  selectHints: { box: 'Takes what lies in a rectangle', lasso: 'Takes what a line is drawn around' },
  eraserHints: { whole: 'Takes everything that it touches', part: 'Takes the ink under it and leaves the rest' },
  status: {
    connecting: 'Connecting …',
    syncing: 'Opening …',
    saved: 'Saved',
    saving: 'Saving …',
    offline: 'Offline',
    refused: 'Not connected',
  },
  /** Changes that wait for the server, and whether this browser keeps them meanwhile. */
  waiting: (n: number, kept: boolean) =>
    `${n === 1 ? '1 change' : `${n} changes`} ${kept ? 'kept here' : 'only on this page'}`,
  statusHint: {
    connecting: 'Waiting for the server. You can already draw.',
    syncing: 'Getting the board from the server.',
    saved: 'Everything you drew is stored on the server.',
    saving: 'The server is storing your last changes.',
    offline: 'What you draw is kept on this device and merged when the connection is back.',
    refused: 'This board is not connected.',
  },
  /** The same where this browser keeps no copy of the board. */
  statusHintUnkept: {
    connecting: 'Waiting for the server. You can already draw, but this browser keeps nothing: leave the page open.',
    saving: 'The server is storing your last changes. Leave the page open until it says “Saved”.',
    offline: 'This browser keeps no copy of what you draw. Leave the page open until the connection is back.',
  },
  onlyHere: (n: number) =>
    n === 1
      ? 'Your last change is only on this page. Export a copy before you close it.'
      : `Your last ${n} changes are only on this page. Export a copy before you close it.`,
  kept: (n: number) =>
    n === 0
      ? ''
      : n === 1
        ? 'Your last change is kept on this device. '
        : `Your last ${n} changes are kept on this device. `,
  exportCopy: 'Export a copy',
  newBoard: 'New board',
  textFull: 'A text holds 20,000 letters. What is beyond them was left out.',
  textGone: 'Another person deleted this text while you were typing.',
  bringBack: 'Put it back',
  leftOut: (n: number) =>
    n === 1
      ? 'One of the elements could not be pasted and was left out.'
      : `${n} of the elements could not be pasted and were left out.`,
  othersWentOn: 'Others have changed this since, so it stays as it is.',
  boardEnds: 'The board ends here, ten million units from its middle. This could not be put beyond its edge.',
  groupsFull: 'These elements are in 32 groups already. Ungroup some before you group them again.',
  notPossible: 'A board cannot hold this. Nothing was changed.',
  textEditor: 'Text',
  cell: (row: number, column: number) => `Row ${row}, column ${column}`,
  notLoaded: 'This part of Gesso could not be loaded. Try again when you are connected.',
  wentWrong: 'Something went wrong.',
} as const;
