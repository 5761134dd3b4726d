/** What the database or the way to it did not do. Callers take it for a store that fails (`plugins/failures.ts`). */
export class PostgresError extends Error {
  readonly code = 'ERR_POSTGRES';
  /** Five characters of PostgreSQL's table of errors, or what Node calls a connection that failed. */
  readonly state: string | undefined;
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'PostgresError';
    const { code } = cause as { readonly code?: unknown };
    this.state = typeof code === 'string' ? code : undefined;
  }
}

/** Waits for what was asked; rejects with a `PostgresError`. */
export const answered = async <T>(asked: Promise<T>): Promise<T> => {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof PostgresError ? error : new PostgresError(error);
  }
};
