import { parentPort } from 'node:worker_threads';
import { lowerPriority } from '../workers/lower-priority.ts';
import { boardText, type Stored } from './board-text.ts';

/** Reads what is written on boards, on a thread of its own, one at a time. */
lowerPriority();
parentPort?.on('message', (stored: Stored) => parentPort?.postMessage(boardText(stored)));
