import { parentPort, workerData } from 'node:worker_threads';
import { renaming } from '@gesso/crdt-schema';
import type { Naming } from './closed-board-name.ts';

const { parts, name } = workerData as Naming;
parentPort?.postMessage(renaming(parts, name));
