/** Name of the database with a board's copy on this device. */
export const databaseOf = (board: string): string => `gesso:${board}`;

/** Names of what this device has stored; undefined where a browser does not tell. Never rejects. */
export const storedBoards = async (): Promise<ReadonlySet<string> | undefined> => {
  try {
    return new Set((await indexedDB.databases()).flatMap(({ name }) => name ?? []));
  } catch {
    return undefined;
  }
};
