/**
 * What Yjs says on the console, without lib0's own logging: that one brings styles, a view for the page and a library of
 * schemas (10 kB), for three warnings.
 */

const words = (said: readonly unknown[]): readonly unknown[] => said.filter((word) => typeof word !== 'symbol');

export const print = (...said: readonly unknown[]): void => console.log(...words(said));
export const warn = (...said: readonly unknown[]): void => console.warn(...words(said));

/** Styles, which are left out. */
export const BOLD = Symbol('bold');
export const UNBOLD = Symbol('unbold');
export const ORANGE = Symbol('orange');
export const RED = Symbol('red');
