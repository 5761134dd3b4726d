export * from './board.ts';
export * from './elements.ts';
export * from './failure.ts';
export * from './limits.ts';
export * from './live.ts';
export * from './messages.ts';
