import { type KeyValue, readItem, writeItem } from '../../storage.ts';

/** Where the ids of the commands used last are kept, and how many. */
const key = 'gesso.commands';
const most = 5;

/** The commands that were run from here last, the newest first. */
export const recentCommands = (storage: KeyValue | undefined): readonly string[] =>
  (readItem(storage, key) ?? '').split(' ').filter(Boolean).slice(0, most);

export const rememberCommand = (storage: KeyValue | undefined, id: string): void =>
  writeItem(storage, key, [id, ...recentCommands(storage).filter((other) => other !== id)].slice(0, most).join(' '));
