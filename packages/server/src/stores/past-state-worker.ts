import { parentPort, workerData } from 'node:worker_threads';
import { type PastParts, pastState } from './past-state.ts';

const state = pastState(workerData as PastParts);
// Given away, not copied.
parentPort?.postMessage(state, [state.buffer as ArrayBuffer]);
