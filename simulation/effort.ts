import './globals.ts';
import * as Y from 'yjs';

/**
 * How much a piece of work is, counted and not timed, so that the same world always tells the same: what Yjs looks at while it finds a
 * place (each item it passes goes into two sets), and whether things are deleted, which all walks over a document ask.
 */
let looks = 0;
let added = 0;

const deleted = Object.getOwnPropertyDescriptor(Y.Item.prototype, 'deleted');
const isDeleted = deleted?.get;
if (deleted !== undefined && isDeleted !== undefined)
  Object.defineProperty(Y.Item.prototype, 'deleted', {
    ...deleted,
    get(this: Y.Item) {
      looks++;
      return isDeleted.call(this);
    },
  });

/** Runs `work` and gives how much it was. */
export const effortOf = (work: () => void): number => {
  const { add } = Set.prototype;
  looks = 0;
  added = 0;
  Set.prototype.add = function (value) {
    added++;
    return add.call(this, value);
  };
  try {
    work();
  } finally {
    Set.prototype.add = add;
  }
  return looks + added / 2;
};
