/** Values of a file, each read as what it is to be, or as nothing. */

/** An own property, safe for anything that came from outside. */
export const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const numberOr = (value: unknown, fallback: number): number => (isNumber(value) ? value : fallback);

export const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** A list, or none. */
export const listOr = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What a table says of a word; undefined for a word that is not in it. */
export const chosen = <T>(table: Readonly<Record<string, T>>, word: unknown): T | undefined =>
  typeof word === 'string' && Object.hasOwn(table, word) ? table[word] : undefined;
