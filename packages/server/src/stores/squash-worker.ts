import { parentPort, workerData } from 'node:worker_threads';
import { squash } from './squash.ts';

const { parts, unchecked } = workerData as { readonly parts: readonly Uint8Array[]; readonly unchecked: number };
const squashed = squash(parts, unchecked);
// Given away, not copied.
parentPort?.postMessage(squashed, [squashed.state.buffer as ArrayBuffer]);
