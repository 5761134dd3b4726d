export * from './board.ts';
export * from './elements.ts';
export * from './failure.ts';
export { isElementId, newElementId, type Random } from './ids.ts';
export * from './limits.ts';
export * from './live.ts';
export * from './messages.ts';
export * from './points.ts';
export { roots, schemaVersion } from './roots.ts';
