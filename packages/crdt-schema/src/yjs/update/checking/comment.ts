import { isElementId, isPersonId } from '../../../ids.ts';
import { commentLimits, limits } from '../../../limits.ts';
import { type CommentKey, readCommentKey } from '../../comment-keys.ts';
import { checkValue, type Problem } from './value.ts';

const isTime = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const isPlace = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) <= limits.coordinate;

type Record = { readonly [key: string]: unknown };

const checkPin = ({ x, y, f, dx, dy }: Record): Problem => {
  const isPinned = f === undefined || (isElementId(f) && isPlace(dx) && isPlace(dy));
  return isPlace(x) && isPlace(y) && isPinned ? undefined : 'MALFORMED';
};

const checkEntry = ({ t, b, m = [] }: Record): Problem => {
  if (!isTime(t) || typeof b !== 'string' || !Array.isArray(m) || !m.every(isPersonId)) return 'MALFORMED';
  return b.length > commentLimits.length || m.length > commentLimits.mentions ? 'TOO_LARGE' : undefined;
};

const checkResolved = ({ t }: Record): Problem => (isTime(t) ? undefined : 'MALFORMED');

const checks: { readonly [K in CommentKey['kind']]: (record: Record) => Problem } = {
  thread: checkPin,
  entry: checkEntry,
  resolved: checkResolved,
  said: checkEntry,
};

/** What is wrong with a value of the root `cm`. Each names its author; whether that is true is asked where it is known who sends it. */
export const checkComment = (key: string, value: unknown): Problem => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'MALFORMED';
  const problem = checkValue(value, commentLimits.recordBytes);
  const kind = readCommentKey(key)?.kind;
  if (problem !== undefined || kind === undefined) return problem;
  const record = value as Record;
  return isPersonId(record['u']) ? checks[kind](record) : 'MALFORMED';
};
