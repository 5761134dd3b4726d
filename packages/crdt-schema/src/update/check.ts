import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { Failure } from '../failure.ts';
import { isAssetHash, isElementId, isOverrideKey } from '../ids.ts';
import { limits } from '../limits.ts';
import { type RootName, roots } from '../roots.ts';
import { contradicts } from './contradicts.ts';
import { type Place, placesIn, type Struct } from './place.ts';
import { checkValue, type Problem } from './value.ts';

export interface CheckOptions {
  /** Most bytes; `limits.updateBytes` by default, `limits.syncStepBytes` for a sync step 2. */
  readonly bytes?: number;
  /** Most structs; `limits.updateStructs` by default. */
  readonly structs?: number;
  /** Most ranges in the delete set; `limits.updateDeleteRanges` by default. A sync step 2 always carries the whole set. */
  readonly deleteRanges?: number;
  /**
   * The document the update is for. With it, items that only name a neighbour of an earlier update are checked against
   * the place they go to; without it, only their content is.
   */
  readonly doc?: Y.Doc | undefined;
}

/** Clocks beyond this cannot come from writing. */
const lastClock = 2 ** 40;

const metaKey = /^[A-Za-z]{1,16}$/;

const keyFits: Readonly<Record<RootName, (key: string) => boolean>> = {
  meta: (key) => metaKey.test(key),
  el: isElementId,
  ov: isOverrideKey,
  tx: isElementId,
  as: isAssetHash,
};

const isRoot = (name: string): name is RootName => (roots as readonly string[]).includes(name);

const isText = (content: Y.Item['content']): boolean =>
  // Y.XmlText is a Y.Text too, and does not belong here.
  content instanceof Y.ContentType && content.type instanceof Y.Text && !(content.type instanceof Y.XmlText);

const checkRootValue = (root: RootName, value: unknown): Problem => {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  if ((root === 'el' || root === 'as') && !isRecord) return 'MALFORMED';
  return checkValue(value, root === 'el' ? limits.recordBytes : limits.overrideBytes);
};

/** What may lie under a key of a root map. */
const checkEntry = (root: RootName, content: Y.Item['content']): Problem => {
  if (content instanceof Y.ContentDeleted) return undefined;
  if (root === 'tx') return isText(content) ? undefined : 'MALFORMED';
  if (root === 'ov' && content instanceof Y.ContentBinary)
    return content.content.length > limits.strokeBytes ? 'TOO_LARGE' : undefined;
  if (!(content instanceof Y.ContentAny)) return 'MALFORMED';
  // More than one value: overwritten ones that the author's undo stack still keeps.
  const values: readonly unknown[] = content.arr;
  for (const value of values) {
    const problem = checkRootValue(root, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/** What may lie inside a shared text. */
const checkInText = (content: Y.Item['content']): Problem => {
  if (content instanceof Y.ContentDeleted) return undefined;
  if (content instanceof Y.ContentString) return content.str.length > limits.textLength ? 'TOO_LARGE' : undefined;
  if (content instanceof Y.ContentFormat)
    return content.key.length > 32 ? 'MALFORMED' : checkValue(content.value, limits.overrideBytes);
  return 'MALFORMED';
};

/** What may lie anywhere at all, for an item whose place is not known yet. */
const checkAnywhere = (content: Y.Item['content']): Problem => {
  if (content instanceof Y.ContentBinary) return checkEntry('ov', content);
  if (content instanceof Y.ContentType) return checkEntry('tx', content);
  if (content instanceof Y.ContentAny) return checkEntry('ov', content);
  return checkInText(content);
};

const checkItem = (item: Y.Item, place: Place | undefined): Problem => {
  if (place === undefined) return checkAnywhere(item.content);
  if (place === 'text') return item.parentSub === null ? checkInText(item.content) : 'MALFORMED';
  if (!isRoot(place.root) || place.key === null || !keyFits[place.root](place.key)) return 'MALFORMED';
  return checkEntry(place.root, item.content);
};

/** Whether somebody may have written so much there. Nobody writes nothing, and Yjs cannot find it again. */
const isRange = (clock: number, length: number): boolean => length > 0 && clock + length <= lastClock;

/**
 * Whether an item stands beside or inside something its own author wrote with it or after it, or on both sides of one
 * neighbour. No editor makes such an item. Yjs would stop in the middle of the update for the one, and put the other where
 * each reader happens to have split the text.
 */
const isMisplaced = ({ id: { client, clock }, origin, rightOrigin, parent }: Y.Item): boolean =>
  [origin, rightOrigin, parent as unknown].some(
    (id) => id instanceof Y.ID && id.client === client && id.clock >= clock,
  ) ||
  (origin !== null && Y.compareIDs(origin, rightOrigin));

const checkStructs = (structs: readonly Struct[], doc: Y.Doc | undefined): Failure | undefined => {
  const placeOf = placesIn(structs, doc);
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (!isRange(clock, struct.length)) return new Failure('MALFORMED', `struct ${client}:${clock} length`);
    if (struct instanceof Y.Item && isMisplaced(struct))
      return new Failure('MALFORMED', `struct ${client}:${clock} place`);
    if (doc !== undefined && struct instanceof Y.Item && contradicts(doc, struct))
      return new Failure('MALFORMED', `struct ${client}:${clock} goes on as something else`);
    const problem = struct instanceof Y.Item ? checkItem(struct, placeOf(struct)) : undefined;
    if (problem !== undefined) return new Failure(problem, `struct ${client}:${clock}`);
  }
  return undefined;
};

const checkDeletes = (
  clients: ReadonlyMap<number, readonly { clock: number; len: number }[]>,
  most: number,
): Failure | undefined => {
  let ranges = 0;
  for (const items of clients.values()) {
    ranges += items.length;
    for (const { clock, len } of items) if (!isRange(clock, len)) return new Failure('MALFORMED', 'delete range');
  }
  return ranges > most ? new Failure('TOO_LARGE', 'delete ranges') : undefined;
};

/** Whether a client's structs come in several parts. Yjs takes the last of them and forgets the others. */
const isSplit = (update: Uint8Array, structs: readonly Struct[]): boolean =>
  new Set(structs.map(({ id }) => id.client)).size !== decoding.readVarUint(decoding.createDecoder(update));

/**
 * Whether an update may be applied to a board at all: its size, its structs, where they go and what they hold. Costs
 * some microseconds for an ordinary update, and applies nothing. Never throws.
 */
export const checkUpdate = (update: Uint8Array, options: CheckOptions = {}): Failure | undefined => {
  if (update.length > (options.bytes ?? limits.updateBytes)) return new Failure('TOO_LARGE', 'update');
  try {
    const { structs, ds } = Y.decodeUpdate(update);
    if (structs.length > (options.structs ?? limits.updateStructs)) return new Failure('TOO_LARGE', 'structs');
    if (isSplit(update, structs)) return new Failure('MALFORMED', 'a client that comes twice');
    return (
      checkStructs(structs, options.doc) ?? checkDeletes(ds.clients, options.deleteRanges ?? limits.updateDeleteRanges)
    );
  } catch {
    // Truncated bytes, unknown content, or nesting so deep that the decoder gave up.
    return new Failure('MALFORMED', 'update');
  }
};
