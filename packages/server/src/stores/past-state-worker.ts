import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from '../workers/lower-priority.ts';
import { type BundledPast, pastStateOfBundles } from './past-state.ts';

lowerPriority();
const state = pastStateOfBundles(workerData as BundledPast);
// Given away, not copied.
parentPort?.postMessage(state, [state.buffer as ArrayBuffer]);
