import { parentPort } from 'node:worker_threads';
import { Failure } from '@gesso/crdt-schema';
import { type SliceAnswer, slice, type Unsliced } from './slicing.ts';

parentPort?.on('message', (unsliced: Unsliced) => {
  let answer: SliceAnswer;
  try {
    answer = { sliced: slice(unsliced) };
  } catch (error) {
    const { code, detail = '' } = error instanceof Failure ? error : new Failure('MALFORMED', String(error));
    answer = { code, detail };
  }
  parentPort?.postMessage(answer);
});
