import * as Y from 'yjs';
import { exceeded, Failure } from '../../../failure.ts';
import { isAssetHash, isElementId, isOverrideKey, isSecondTextKey } from '../../../ids.ts';
import { limits } from '../../../limits.ts';
import { readCommentKey } from '../../comment-keys.ts';
import { type RootName, roots, schemaVersion } from '../../roots.ts';
import { checkPieces } from '../measuring/growth.ts';
import { stepsOf } from '../measuring/work.ts';
import { type Place, placeInDoc, placesIn } from '../reading/item-parent.ts';
import { listsIn } from '../reading/lists.ts';
import { isReading, type Reading, readUpdate, type Update } from '../reading/reading.ts';
import type { Struct } from '../reading/structs.ts';
import { checkComment } from './comment.ts';
import { contradicts } from './conflicts.ts';
import { checkValue, type Problem } from './value.ts';

export interface CheckOptions {
  /** Most bytes; `limits.updateBytes` by default, `limits.syncStepBytes` for a sync step 2. */
  readonly bytes?: number;
  /** Most structs; `limits.updateStructs` by default. */
  readonly structs?: number;
  /** Most ranges in the delete set; `limits.updateDeleteRanges` by default. A sync step 2 always carries the whole set. */
  readonly ranges?: number;
  /** Most Yjs client ids; `limits.historyClients` by default. */
  readonly clients?: number;
  /**
   * The document the update is for. With it, items that only name a neighbor of an earlier update are checked against
   * the place they go to, and what applying it takes is bounded; without it, only their content is checked.
   */
  readonly doc?: Y.Doc | undefined;
  /** Is told how many steps applying it will take, or a few more. */
  readonly onSteps?: (steps: number) => void;
  /** Is told, maybe more than once, that the update sets comments: whose they are has to be asked then. */
  readonly onComments?: () => void;
}

const metaKey = /^[A-Za-z]{1,16}$/;

const keyFits: Readonly<Record<RootName, (key: string) => boolean>> = {
  meta: (key) => metaKey.test(key),
  el: isElementId,
  ov: isOverrideKey,
  tx: (key) => isElementId(key) || isSecondTextKey(key),
  as: isAssetHash,
  cm: (key) => readCommentKey(key) !== undefined,
};

/** Names as a later version would choose them: what nobody would choose is no version's. */
const newerRoot = /^[a-z]{1,16}$/;
const newerKey: Readonly<Partial<Record<RootName, RegExp>>> = {
  meta: /^[A-Za-z][\w.-]{0,63}$/,
  ov: /^[\w-]{12}:[A-Za-z][\w.:-]{0,63}$/,
  tx: /^[\w-]{12}:[A-Za-z][\w.:-]{0,63}$/,
  cm: /^[\w-]{1,32}(?::[\w.-]{1,32}){0,3}$/,
};

/**
 * What is wrong with a place this version does not know. A page of a later version is told so and keeps what it has, instead of
 * being called malformed: pages may be newer than the server while one is replaced by the other.
 */
const unknownPlace = (root: string, key: string | null): Problem => {
  if (key === null) return 'MALFORMED';
  const isNewer = isRoot(root) ? newerKey[root]?.test(key) === true : newerRoot.test(root);
  return isNewer ? 'NEWER_CLIENT' : 'MALFORMED';
};

const isRoot = (name: string): name is RootName => (roots as readonly string[]).includes(name);

const isText = (content: Y.Item['content']): boolean =>
  // Y.XmlText is a Y.Text too, and does not belong here.
  content instanceof Y.ContentType && content.type instanceof Y.Text && !(content.type instanceof Y.XmlText);

const checkRootValue = (root: RootName, key: string, value: unknown): Problem => {
  if (root === 'cm') return checkComment(key, value);
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  if ((root === 'el' || root === 'as') && !isRecord) return 'MALFORMED';
  return checkValue(value, root === 'el' ? limits.recordBytes : limits.overrideBytes);
};

/**
 * What a board asks of its readers may not be more than this server's own clients can: anyone who draws could shut everybody
 * out otherwise. Newer clients come with a newer server.
 */
const checkGate = (key: string, content: Y.Item['content']): Problem => {
  if ((key !== 'minR' && key !== 'minW') || !(content instanceof Y.ContentAny)) return undefined;
  const asked: readonly unknown[] = content.arr;
  return asked.some((value) => typeof value === 'number' && value > schemaVersion) ? 'FORBIDDEN' : undefined;
};

/** What may lie under a key of a root map. */
const checkEntry = (root: RootName, key: string, content: Y.Item['content']): Problem => {
  if (content instanceof Y.ContentDeleted) return undefined;
  if (root === 'tx') return isText(content) ? undefined : 'MALFORMED';
  if (root === 'ov' && content instanceof Y.ContentBinary)
    return content.content.length > limits.strokeBytes ? 'TOO_LARGE' : undefined;
  if (!(content instanceof Y.ContentAny)) return 'MALFORMED';
  // More than one value: overwritten ones that the author's undo stack still keeps.
  const values: readonly unknown[] = content.arr;
  for (const value of values) {
    const problem = checkRootValue(root, key, value);
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
  if (content instanceof Y.ContentBinary) return checkEntry('ov', '', content);
  if (content instanceof Y.ContentType) return checkEntry('tx', '', content);
  if (content instanceof Y.ContentAny) return checkEntry('ov', '', content);
  return checkInText(content);
};

const isComment = (place: Place | undefined): boolean => place !== undefined && place !== 'text' && place.root === 'cm';

const checkItem = (item: Y.Item, place: Place | undefined): Problem => {
  if (place === undefined) return checkAnywhere(item.content);
  if (place === 'text') return item.parentSub === null ? checkInText(item.content) : 'MALFORMED';
  if (!isRoot(place.root) || place.key === null || !keyFits[place.root](place.key))
    return unknownPlace(place.root, place.key);
  const { root, key } = place;
  return (root === 'meta' ? checkGate(key, item.content) : undefined) ?? checkEntry(root, key, item.content);
};

/**
 * Whether an item stands beside or inside something its own author wrote with it or after it, or on both sides of one
 * neighbor. No editor makes such an item. Yjs would stop in the middle of the update for the one, and put the other where
 * each reader happens to have split the text.
 */
const isMisplaced = ({ id: { client, clock }, origin, rightOrigin, parent }: Y.Item): boolean =>
  [origin, rightOrigin, parent as unknown].some(
    (id) => id instanceof Y.ID && id.client === client && id.clock >= clock,
  ) ||
  (origin !== null && Y.compareIDs(origin, rightOrigin));

/** Where an item goes whose beginning the document has: no matter what it says, behind that. */
const placeOfKnown = (doc: Y.Doc | undefined, { id: { client, clock }, length }: Struct): Place | undefined => {
  const end = doc === undefined ? 0 : Y.getState(doc.store, client);
  const goesOn = doc !== undefined && clock < end && clock + length > end;
  return goesOn ? placeInDoc(doc, new Y.ID(client, end - 1)) : undefined;
};

const checkStructs = (
  structs: readonly Struct[],
  { doc, onComments }: Pick<CheckOptions, 'doc' | 'onComments'>,
): Failure | undefined => {
  const placeOf = placesIn(structs, doc);
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (struct instanceof Y.Item && isMisplaced(struct))
      return new Failure('MALFORMED', `struct ${client}:${clock} place`);
    if (doc !== undefined && struct instanceof Y.Item && contradicts(doc, struct))
      return new Failure('MALFORMED', `struct ${client}:${clock} goes on as something else`);
    const place = struct instanceof Y.Item ? placeOf(struct) : undefined;
    if (onComments !== undefined && (isComment(place) || isComment(placeOfKnown(doc, struct)))) onComments();
    const problem = struct instanceof Y.Item ? checkItem(struct, place) : undefined;
    if (problem !== undefined) return new Failure(problem, `struct ${client}:${clock}`);
  }
  return undefined;
};

/** What applying an update takes, and what it makes of its lists: both ask which list an item goes to, and share the answers. */
const checkWork = (reading: Reading, doc: Y.Doc, onSteps?: (steps: number) => void): Failure | undefined => {
  const listOf = listsIn(reading.structs, doc);
  const steps = stepsOf(reading, doc, limits.updateSteps, listOf);
  onSteps?.(steps);
  return steps > limits.updateSteps ? new Failure('TOO_LARGE', exceeded.work) : checkPieces(reading, doc, listOf);
};

/**
 * Whether an update may be applied to a board at all: its size, its structs, where they go, what they hold and how much work
 * it is. Costs some microseconds for an ordinary update, and applies nothing. Never throws.
 */
export const checkUpdate = (update: Update, options: CheckOptions = {}): Failure | undefined => {
  const bytes = isReading(update) ? update.bytes : update;
  if (bytes.length > (options.bytes ?? limits.updateBytes)) return new Failure('TOO_LARGE', 'update');
  const {
    structs = limits.updateStructs,
    ranges = limits.updateDeleteRanges,
    clients = limits.historyClients,
    doc,
  } = options;
  const reading = isReading(update) ? update : readUpdate(update, { structs, ranges, clients });
  if (reading instanceof Failure) return reading;
  const { summary } = reading;
  if (summary.structs > structs) return new Failure('TOO_LARGE', 'structs');
  if (summary.ranges > ranges) return new Failure('TOO_LARGE', 'delete ranges');
  if (summary.sections.length > clients) return new Failure('TOO_LARGE', 'clients');
  return (
    checkStructs(reading.structs, options) ?? (doc === undefined ? undefined : checkWork(reading, doc, options.onSteps))
  );
};
