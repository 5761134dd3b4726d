import type * as Y from 'yjs';

/** Whether a document has comments. Small, and asks for none of the rest, so that a page can load that when there are some. */
export const hasComments = (doc: Y.Doc): boolean => {
  for (const _ of doc.getMap('cm').keys()) return true;
  return false;
};

/** Calls once as soon as a document has comments, which may be at once. Returns what stops the waiting. */
export const onFirstComment = (doc: Y.Doc, run: () => void): (() => void) => {
  const comments = doc.getMap('cm');
  const stop = (): void => comments.unobserve(look);
  const look = (): void => {
    if (!hasComments(doc)) return;
    stop();
    run();
  };
  comments.observe(look);
  look();
  return stop;
};
