/** What is marked, each with a line of its own: colors alone do not tell everybody. */
export const sorts = ['added', 'changed', 'gone'] as const;
export type Sort = (typeof sorts)[number];

/** What becomes of each when a former board comes back: it looks as that which it will be does. */
export const ahead: Readonly<Record<Sort, Sort>> = { added: 'gone', changed: 'changed', gone: 'added' };
