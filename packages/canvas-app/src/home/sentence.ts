import { Failure } from '@gesso/crdt-schema';
import { hintOf, messageOf } from '../words/failure-words.ts';
import { wordOf } from '../words/say.ts';
import { say } from './words.ts';

/** A failure as one sentence that says what to do. */
export const sentenceOf = (error: unknown): string => {
  if (!(error instanceof Failure)) return say('wentWrong');
  const parts = { message: messageOf(error.code), hint: hintOf(error.code) };
  return wordOf('failure.sentence', parts) ?? parts.message;
};
