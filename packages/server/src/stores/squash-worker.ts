import { parentPort, workerData } from 'node:worker_threads';
import { squash } from './squash.ts';

const { parts, unchecked } = workerData as { readonly parts: readonly Uint8Array[]; readonly unchecked: number };
parentPort?.postMessage(squash(parts, unchecked));
