import type { Role } from '@gesso/crdt-schema';

/** What is kept about boards besides their content. Times are milliseconds since 1970. */
export interface BoardRecord {
  readonly id: string;
  readonly title: string;
  /** Person who owns it; a board a host application created may have no owner. */
  readonly owner: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Since when it is in the trash. */
  readonly deletedAt: number | undefined;
}

/** A role somebody can be given by a link; a board has one owner and links never make another. */
export type LinkRole = Exclude<Role, 'owner'>;
export const linkRoles: readonly LinkRole[] = ['viewer', 'commenter', 'editor'];

export interface LinkRecord {
  readonly id: string;
  readonly board: string;
  readonly role: LinkRole;
  /** SHA-256 of the key. The key itself is not kept anywhere. */
  readonly keyHash: Uint8Array;
  readonly label: string | undefined;
  /** As `hashPassword` makes it. */
  readonly password: string | undefined;
  readonly expiresAt: number | undefined;
  readonly uses: number;
  readonly createdAt: number;
}

export interface PersonRecord {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

/** A session that a cookie proves by itself. */
export interface UnstoredSession {
  readonly tokenHash: Uint8Array;
  readonly person: PersonRecord;
  readonly at: number;
}

export interface SessionRecord {
  readonly createdAt: number;
  readonly seenAt: number;
  readonly current: boolean;
}

export interface AuditRecord {
  readonly at: number;
  readonly event: string;
  readonly board?: string | undefined;
  readonly person?: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface AuditPage {
  readonly events: readonly AuditRecord[];
  /** Where the next page begins; undefined when this is the last. */
  readonly next: string | undefined;
}

/** Times, in ms since 1970, before which things are forgotten. */
export interface SweepAges {
  /** Sessions nobody was seen with, visits, audit and the owners of client ids. */
  readonly old: number;
  /** Sessions that have ended. */
  readonly ended: number;
  /** Guests who came once, made nothing, and did not come again. */
  readonly passing: number;
}

export interface BoardQuery {
  /** Part of the title, in any case. */
  readonly title?: string | undefined;
  readonly trashed: boolean;
  readonly limit: number;
}

export interface Visit {
  readonly person: string;
  readonly board: string;
  readonly at: number;
}

export interface Seen {
  readonly visits: readonly Visit[];
  /** How often each link was used, beside what is written of it. */
  readonly uses: ReadonlyMap<string, number>;
}

/** Where boards, links, people and what happened are kept. */
export interface Records {
  createBoard(board: BoardRecord, links: readonly LinkRecord[]): Promise<void>;
  board(id: string): Promise<BoardRecord | undefined>;
  /** Boards a person owns or has visited, last changed first. */
  boardsOf(person: string, query: BoardQuery): Promise<readonly BoardRecord[]>;
  updateBoard(id: string, change: { readonly title?: string; readonly updatedAt?: number }): Promise<void>;
  /** Gives a board to somebody. Tells whether there is one. */
  giveBoard(id: string, owner: string): Promise<boolean>;
  trashBoard(id: string, at: number | undefined): Promise<void>;
  trashedBefore(at: number): Promise<readonly string[]>;
  /** Forgets the board with its links, grants and visits. */
  removeBoard(id: string): Promise<void>;
  visit(person: string, board: string, at: number): Promise<void>;
  /** Many visits and uses of links at once, with one flush to disk. What is gone meanwhile is left out. */
  writeDown(seen: Seen): Promise<void>;

  links(board: string): Promise<readonly LinkRecord[]>;
  addLink(link: LinkRecord): Promise<void>;
  /** Forgets a link with everything granted by it. Tells whether there was one. */
  removeLink(board: string, id: string): Promise<boolean>;
  countUse(link: string): Promise<void>;
  /** Remembers that a person came by a link. Tells whether that is new. */
  grant(link: string, person: string, at: number): Promise<boolean>;
  /** Links that were granted to a person on a board, expired ones included. */
  grantsOf(person: string, board: string): Promise<readonly LinkRecord[]>;

  createSession(tokenHash: Uint8Array, person: PersonRecord, at: number): Promise<void>;
  /** Who a session belongs to, when it was seen after `notBefore`, or that it is over; marks it as seen at `at`. */
  session(tokenHash: Uint8Array, at: number, notBefore: number): Promise<PersonRecord | 'ended' | undefined>;
  /** When each session of a person began and was last seen, and whether it is the given one; newest first. */
  sessionsOf(person: string, tokenHash: Uint8Array): Promise<readonly SessionRecord[]>;
  /**
   * The session goes on under another token, and the first is over. Tells whose it is, when there was one. `unstored`: whose it is
   * where nothing is stored of it yet.
   */
  rotateSession(from: Uint8Array, to: Uint8Array, at: number, unstored?: UnstoredSession): Promise<string | undefined>;
  /**
   * Ends every session of a person, and the one of a cookie of which nothing is stored. That they ended is kept for as long as
   * one of them might be brought.
   */
  endSessions(person: string, at: number, unstored?: UnstoredSession): Promise<void>;
  /** Some random bytes that stay the same for good, made when they are first asked for. */
  secret(name: string): Promise<Uint8Array>;
  /** Forgets what is too old or too much, in small steps; resolves to how many rows each of them took. */
  sweep(ages: SweepAges): AsyncIterable<number>;
  updatePerson(person: PersonRecord): Promise<void>;

  audit(record: AuditRecord): Promise<void>;
  /** What happened to a board, newest first: `limit` of it, behind the place where an earlier answer ended. */
  auditOf(board: string, limit: number, before?: string): Promise<AuditPage>;
}
