/** Fetches what paints selections, handles and the cursors of others: a new board has none of them until a person draws. */
export const loadOverlay = () => import('./overlay.ts');
