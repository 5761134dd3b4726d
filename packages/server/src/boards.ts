import type { Role } from '@gesso/crdt-schema';
import { digest, newBoardId, newId, newKey } from './secrets.ts';
import type { BoardRecord, LinkRecord, LinkRole } from './stores/records.ts';

/** A board as the API shows it. Times are ISO 8601. */
export interface BoardFacts {
  readonly id: string;
  readonly title: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Only for a board in the trash. */
  readonly deletedAt?: string;
}

const iso = (at: number): string => new Date(at).toISOString();

export const boardFacts = ({ id, title, createdAt, updatedAt, deletedAt }: BoardRecord, role: Role): BoardFacts => ({
  id,
  title,
  role,
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
  ...(deletedAt === undefined ? {} : { deletedAt: iso(deletedAt) }),
});

/** A link as its board's owner sees it afterwards: without the key, which nobody has any more. */
export const linkFacts = (link: LinkRecord) => ({
  id: link.id,
  role: link.role,
  label: link.label ?? null,
  createdAt: iso(link.createdAt),
  expiresAt: link.expiresAt === undefined ? null : iso(link.expiresAt),
  uses: link.uses,
  hasPassword: link.password !== undefined,
});

export interface NewLink {
  readonly record: LinkRecord;
  /** The secret. This is the only time it exists on the server. */
  readonly key: string;
}

export const newLink = (
  board: string,
  role: LinkRole,
  at: number,
  options: Partial<Pick<LinkRecord, 'label' | 'expiresAt' | 'password'>> = {},
): NewLink => {
  const key = newKey();
  const { label, expiresAt, password } = options;
  return {
    key,
    record: { id: newId(), board, role, keyHash: digest(key), label, expiresAt, password, uses: 0, createdAt: at },
  };
};

/** A link as it is handed out, once. `origin` is where people reach the server. */
export const handOut = (origin: string, { record, key }: NewLink) => ({
  id: record.id,
  role: record.role,
  url: `${origin}/b/${record.board}#k=${key}`,
  key,
  label: record.label ?? null,
  expiresAt: record.expiresAt === undefined ? null : iso(record.expiresAt),
  uses: record.uses,
});

/** A new board with the two links everybody needs. */
export const newBoard = (title: string, owner: string, at: number) => {
  const id = newBoardId();
  return {
    record: { id, title, owner, createdAt: at, updatedAt: at, deletedAt: undefined },
    edit: newLink(id, 'editor', at),
    view: newLink(id, 'viewer', at),
  };
};
