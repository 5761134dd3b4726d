import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from '../workers/lower-priority.ts';
import { type Bundle, unbundled } from './bundles.ts';
import { compact } from './compaction.ts';

// Nobody waits for it, and those who draw meanwhile may have no processor to spare.
lowerPriority();
const { bundles, unchecked } = workerData as { readonly bundles: readonly Bundle[]; readonly unchecked: number };
const compacted = compact(unbundled(bundles), unchecked);
// Given away, not copied.
parentPort?.postMessage(compacted, [compacted.state.buffer as ArrayBuffer]);
