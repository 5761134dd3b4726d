import { exceeded, Failure, failures } from '@gesso/crdt-schema';
import { strings } from './strings.ts';

/** A failure as one sentence that says what to do. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Failure ? `${failures[error.code].message} ${failures[error.code].hint}` : strings.wentWrong;

/**
 * The same for what a person did by hand and a rule of the board refused. The table of failures speaks of what was sent to a
 * server; `detail` names the property that was not acceptable.
 */
export const refusalOf = (failure: Failure): string => {
  const { code, detail = '' } = failure;
  const property = /[^.]*$/.exec(detail)?.[0] ?? '';
  if (code === 'TOO_LARGE' && property === exceeded.text) return strings.textFull;
  if (code === 'MALFORMED' && property === 'groups') return strings.groupsFull;
  if (['x', 'y', 'width', 'height', 'scale', 'points'].includes(property)) return strings.boardEnds;
  return code === 'MALFORMED' ? strings.notPossible : sentenceOf(failure);
};
