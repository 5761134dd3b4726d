import { parentPort } from 'node:worker_threads';
import { Failure } from '@gesso/crdt-schema';
import { type Sliced, slice, type Uncut } from './slicing.ts';

parentPort?.on('message', (uncut: Uncut) => {
  let answer: Sliced;
  try {
    answer = { cut: slice(uncut) };
  } catch (error) {
    const { code, detail = '' } = error instanceof Failure ? error : new Failure('MALFORMED', String(error));
    answer = { code, detail };
  }
  parentPort?.postMessage(answer);
});
