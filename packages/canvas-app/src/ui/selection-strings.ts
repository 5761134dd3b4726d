/** The sentences of the bar near a selection, which are loaded with it. */
export const selectionStrings = {
  selection: 'Selection',
  unlock: 'Unlock',
  align: 'Align',
} as const;
