import { exceeded, Failure } from '@gesso/crdt-schema';
import { hintOf, messageOf } from '../words/failure-words.ts';
import { say } from '../words/say.ts';

/** A failure as one sentence that says what to do. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Failure
    ? say('failure.sentence', { message: messageOf(error.code), hint: hintOf(error.code) })
    : say('app.wentWrong');

/**
 * The same for what a person did by hand and a rule of the board refused. The table of failures speaks of what was sent to a
 * server; `detail` names the property that was not acceptable.
 */
export const refusalOf = (failure: Failure): string => {
  const { code, detail = '' } = failure;
  const property = /[^.]*$/.exec(detail)?.[0] ?? '';
  if (code === 'TOO_LARGE' && property === exceeded.text) return say('refusal.textFull');
  if (code === 'MALFORMED' && property === 'groups') return say('refusal.groupsFull');
  if (['x', 'y', 'width', 'height', 'scale', 'points'].includes(property)) return say('refusal.boardEnds');
  return code === 'MALFORMED' ? say('refusal.notPossible') : sentenceOf(failure);
};
