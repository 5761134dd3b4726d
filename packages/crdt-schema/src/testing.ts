export * from './testing/arbitraries.ts';
export * from './testing/crafted.ts';
export * from './testing/ink.ts';
export * from './testing/limits.ts';
export * from './testing/network.ts';
export * from './testing/random.ts';
