import * as Y from 'yjs';
import { structAt } from '../reading/structs.ts';

const find = (doc: Y.Doc, id: Y.ID): Y.Item | Y.GC | undefined => {
  const struct = structAt(doc, id);
  return struct instanceof Y.Skip ? undefined : struct;
};

/** Whether an item lies where nothing is left: what stands there was removed with the text it stood in. */
const isGonePlace = (doc: Y.Doc, { origin, rightOrigin, parent }: Y.Item): boolean => {
  const beside = origin ?? rightOrigin;
  if (beside !== null) return find(doc, beside) instanceof Y.GC;
  const holder: unknown = parent;
  if (!(holder instanceof Y.ID)) return false;
  const text = find(doc, holder);
  return !(text instanceof Y.Item && text.content instanceof Y.ContentType);
};

/** Whether an item that names no neighbor says the parent which another one has. */
const hasParent = (doc: Y.Doc, item: Y.Item, known: Y.Item): boolean => {
  const stated: unknown = item.parent;
  if (!(known.parent instanceof Y.AbstractType)) return false;
  if (typeof stated === 'string') return doc.share.get(stated) === known.parent && item.parentSub === known.parentSub;
  return stated instanceof Y.ID && known.parent._item !== null && Y.compareIDs(stated, known.parent._item.id);
};

/**
 * Whether an item whose beginning is known goes on as something else. Yjs would put the new part behind the known one, no matter what
 * that is and wherever it stands. An author's content is split in pieces and put together again, but always so that each
 * piece stands behind the one before it and in front of what all of them stand in front of.
 */
export const contradicts = (doc: Y.Doc, item: Y.Item): boolean => {
  const { client, clock } = item.id;
  const end = Y.getState(doc.store, client);
  if (clock >= end || clock + item.length <= end) return false;
  const known = find(doc, new Y.ID(client, end - 1));
  if (known === undefined) return true;
  if (known instanceof Y.GC) return !isGonePlace(doc, item);
  const begin = known.id.clock;
  const [later, earlier] = begin > clock ? [known, item] : [item, known];
  const fits =
    begin === clock
      ? Y.compareIDs(known.origin, item.origin)
      : Y.compareIDs(later.origin, new Y.ID(client, later.id.clock - 1));
  if (!fits || !Y.compareIDs(later.rightOrigin, earlier.rightOrigin)) return true;
  // A value that was set, set again and taken away leaves one piece without content, of which the first half may be known as it was.
  const isEmpty = [known, item].some(({ content }) => content instanceof Y.ContentDeleted);
  if (!isEmpty && known.content.constructor !== item.content.constructor) return true;
  return item.origin === null && item.rightOrigin === null && begin === clock && !hasParent(doc, item, known);
};
