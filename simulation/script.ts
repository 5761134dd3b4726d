/** The Yjs client id of a script that merges a document without a socket: by the seed of its step, so that a plan can know it. */
export const scriptOf = (seed: number): number => 500_000 + (seed % 100_000);
