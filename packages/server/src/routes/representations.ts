import type { Person, Role } from '@gesso/crdt-schema';
import type { NewLink } from '../auth/new-board.ts';
import { deletedUntil } from '../services/trash.ts';
import type { BoardRecord, FoundBoard, LinkRecord, ListedBoard } from '../stores/repositories.ts';

/** A board as the API shows it. Times are ISO 8601. */
export interface BoardRepresentation {
  readonly id: string;
  readonly title: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Nobody but its owner draws at the moment. */
  readonly ownerDraws?: boolean;
  /** Anyone may be shown its name and picture where its address is passed on. */
  readonly previews?: boolean;
  /** Only for a board in the trash: since when it is there, and when it is deleted for good. */
  readonly deletedAt?: string;
  readonly deletedUntil?: string;
}

const iso = (at: number): string => new Date(at).toISOString();

export const representBoard = (
  { id, title, createdAt, updatedAt, deletedAt, ownerDraws, previews }: BoardRecord,
  role: Role,
): BoardRepresentation => ({
  id,
  title,
  role,
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
  ...(ownerDraws ? { ownerDraws } : {}),
  ...(previews ? { previews } : {}),
  ...(deletedAt === undefined ? {} : { deletedAt: iso(deletedAt), deletedUntil: iso(deletedUntil(deletedAt)) }),
});

/** What the link by which a person came gives others. */
export const representCameBy = ({ role, expiresAt, password, uses, maxUses }: LinkRecord) => ({
  role,
  expiresAt: expiresAt === undefined ? null : iso(expiresAt),
  hasPassword: password !== undefined,
  usedUp: maxUses !== undefined && uses >= maxUses,
});

/** A board as one person has it. `people`: some of those who have it open now. */
export const representListedBoard = (board: ListedBoard | FoundBoard, role: Role, people: readonly Person[]) => ({
  ...representBoard(board, role),
  openedAt: board.openedAt === undefined ? null : iso(board.openedAt),
  starred: board.starred,
  tags: board.tags,
  people,
  ...('found' in board ? { found: board.found } : {}),
});

/** A link as its board's owner sees it afterwards: without the key, which nobody has any more. */
export const representLink = (link: LinkRecord) => ({
  id: link.id,
  role: link.role,
  label: link.label ?? null,
  createdAt: iso(link.createdAt),
  expiresAt: link.expiresAt === undefined ? null : iso(link.expiresAt),
  uses: link.uses,
  ...(link.maxUses === undefined ? {} : { maxUses: link.maxUses }),
  hasPassword: link.password !== undefined,
});

/** A link as it is handed out, once. `origin` is where people reach the server. */
export const representNewLink = (origin: string, { record, key }: NewLink) => ({
  id: record.id,
  role: record.role,
  url: `${origin}/b/${record.board}#k=${key}`,
  key,
  label: record.label ?? null,
  expiresAt: record.expiresAt === undefined ? null : iso(record.expiresAt),
  uses: record.uses,
  ...(record.maxUses === undefined ? {} : { maxUses: record.maxUses }),
});
