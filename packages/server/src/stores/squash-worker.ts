import { parentPort, workerData } from 'node:worker_threads';
import { squash } from './squash.ts';

parentPort?.postMessage(squash(workerData as readonly Uint8Array[]));
