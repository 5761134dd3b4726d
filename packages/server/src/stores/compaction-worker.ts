import { parentPort, workerData } from 'node:worker_threads';
import { compact } from './compaction.ts';

const { parts, unchecked } = workerData as { readonly parts: readonly Uint8Array[]; readonly unchecked: number };
const compacted = compact(parts, unchecked);
// Given away, not copied.
parentPort?.postMessage(compacted, [compacted.state.buffer as ArrayBuffer]);
