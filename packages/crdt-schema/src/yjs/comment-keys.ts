/** The keys of the root `cm`: a thread and an entry have ids of 12 characters, as elements have. */

/** What lies under a key. */
export type CommentKey =
  | { readonly kind: 'thread'; readonly thread: string }
  | { readonly kind: 'entry'; readonly thread: string; readonly entry: string }
  | { readonly kind: 'resolved'; readonly thread: string }
  | { readonly kind: 'said'; readonly entry: string };

const form = /^(?:([\w-]{12})(?::([\w-]{12})|(:r))?|chat:([\w-]{12}))$/;

/** Returns what a key is about; undefined for one of no known form. */
export const readCommentKey = (key: string): CommentKey | undefined => {
  const [, thread, entry, resolved, said] = form.exec(key) ?? [];
  if (said !== undefined) return { kind: 'said', entry: said };
  if (thread === undefined) return undefined;
  if (entry !== undefined) return { kind: 'entry', thread, entry };
  return { kind: resolved === undefined ? 'thread' : 'resolved', thread };
};

export const entryKey = (thread: string, entry: string): string => `${thread}:${entry}`;
export const resolvedKey = (thread: string): string => `${thread}:r`;
export const saidKey = (entry: string): string => `chat:${entry}`;
