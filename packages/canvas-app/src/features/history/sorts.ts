/** What is marked, each with a line of its own: colors alone do not tell everybody. */
export const sorts = ['added', 'changed', 'gone'] as const;
export type Sort = (typeof sorts)[number];
