/** What is kept beside the content of boards. Every implementation passes `test/support/repository-contracts.ts`. A rejected promise: the disk failed. */
import type { Role } from '@gesso/crdt-schema';
import type { CounterRepository, KeyRepository, TurnRepository } from './among-servers.ts';
import type { AssetRepository } from './assets.ts';
import type { WebhookRepository } from './webhooks.ts';

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
  /** Nobody but its owner may draw at the moment. */
  readonly ownerDraws: boolean;
  /** Where its address is passed on, anyone may be shown its name and picture. */
  readonly previews: boolean;
}
/** What of it changes. */
export type BoardChange = Partial<Pick<BoardRecord, 'title' | 'updatedAt' | 'ownerDraws' | 'previews'>>;

/** A role a link can give; a board has one owner and links never make another. */
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
  /** How many people may come by it; undefined for any number. */
  readonly maxUses: number | undefined;
  readonly createdAt: number;
}

/** What of a link may be another; what is there and undefined is taken away. */
export type LinkChange = Partial<Pick<LinkRecord, 'role' | 'label' | 'password' | 'expiresAt' | 'maxUses'>>;

/**
 * A role on one board by the word of its owner, or none for a person who was sent away. Of one who has left, `at-most` a role: what their
 * links give them when they come back is no more than that.
 */
export const memberships = ['viewer', 'commenter', 'editor', 'none', 'at-most-viewer', 'at-most-commenter'] as const;
export type Membership = (typeof memberships)[number];

/** A person who was on a board, as its owner asks for them. */
export interface BoardPerson {
  readonly id: string;
  /** When they last came, or left; undefined where that was forgotten. */
  readonly seenAt: number | undefined;
  readonly membership: Membership | undefined;
}

export interface PersonRecord {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** Whether they chose it; undefined where the version that stored it did not say so. */
  readonly colorChosen: boolean | undefined;
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
  /** Sessions without a visit since, visits, audit and the owners of client ids. */
  readonly old: number;
  /** Sessions that have ended. */
  readonly ended: number;
  /** Guests who came once, made nothing, and did not come again. */
  readonly passing: number;
  /** Pictures that no board has. */
  readonly loose: number;
}

/** What a list of boards goes by: the latest first, or titles from the first letter on. */
export const boardOrders = ['updated', 'created', 'title'] as const;
export type BoardOrder = (typeof boardOrders)[number];

/** Which boards a person is shown, in what order, and where the list goes on. */
export interface BoardQuery {
  /** Part of the title, without case and accents. */
  readonly title?: string | undefined;
  readonly trashed: boolean;
  /** Only those with a star of theirs. */
  readonly starred?: boolean | undefined;
  /** Only those with this tag of theirs, in any case. */
  readonly tag?: string | undefined;
  /** By their last change, unless said otherwise. */
  readonly order?: BoardOrder | undefined;
  /** The place of a board of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A board as one person has it. */
export interface ListedBoard extends BoardRecord {
  /** When they last opened it; a board one has made may never have been. */
  readonly openedAt: number | undefined;
  readonly starred: boolean;
  /** Their tags, by name. */
  readonly tags: readonly string[];
  /** Where a list in the order asked for goes on after it. It tells what the board is ordered by. */
  readonly place: string;
}

export interface BoardPage {
  readonly boards: readonly ListedBoard[];
  /** Whether there are more after these. */
  readonly goesOn: boolean;
  /**
   * Where a search ended before it had looked at everything, the last place first: it goes on behind one of them. A person may not see the
   * board of each any more.
   */
  readonly stoppedAt?: readonly string[];
}

/** Tags are the same in any case. */
export const tagKey = (tag: string): string => tag.toLowerCase();

/** A tag of a person, and how many of their boards have it. */
export interface TagCount {
  readonly tag: string;
  readonly boards: number;
}

/** What is written on a board: a line for each text, and the same lines as they are compared. */
export interface BoardText {
  readonly text: string;
  readonly folded: string;
}

/** Which boards a person looks for by what is written on them. */
export type TextQuery = Omit<BoardQuery, 'title'> & {
  readonly words: string;
  /** Whether those whose title has the words are told as well, by themselves: of the same walk through all boards. */
  readonly names?: boolean;
};

/** A board that was found by what is written on it. */
export interface FoundBoard extends ListedBoard {
  /** The words around those that were found. */
  readonly found: string;
}

export interface FoundPage {
  readonly boards: readonly FoundBoard[];
  readonly goesOn: boolean;
  /** Those whose title has the words, where they are asked for. Where there are more of them, not all else was found. */
  readonly named: BoardPage;
  /** Boards on the way that were not read since they changed: nothing of them is found, or what was written there before. Only some of many. */
  readonly unread: readonly string[];
  /** See `BoardPage`. Those whose title has the words were not all found either. */
  readonly stoppedAt: readonly string[];
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

/** Boards as things with a title, an owner and a place in the trash. */
export interface BoardRepository {
  /** All or nothing. The board has the assets of the board `like` as well, where one is given. */
  create(board: BoardRecord, links: readonly LinkRecord[], like?: string): Promise<void>;
  find(id: string): Promise<BoardRecord | undefined>;
  /** Boards a person owns or has visited, a page of them. */
  ofPerson(person: string, query: BoardQuery): Promise<BoardPage>;
  /** `updatedAt` never goes back. */
  update(id: string, change: BoardChange): Promise<void>;
  /** The same, of one who owns it and stays as an editor. Returns whether they did own it: all or nothing. */
  handOver(id: string, from: string, to: string, at: number): Promise<boolean>;
  /** Gives a board to another person, whom no membership binds any more. Returns whether there is one. */
  give(id: string, owner: string): Promise<boolean>;
  /** Puts a board into the trash, or takes it out again. Returns whether there is one that is not about to be removed. */
  trash(id: string, at: number | undefined): Promise<boolean>;
  /**
   * A board that was put into the trash then is about to be removed for good, and cannot be taken out again. Returns whether it is: another server may
   * have taken it out since it was looked at. Says the same once more after a removal that did not come to its end: such a board has `deletedAt` 0.
   */
  condemn(id: string, trashedAt: number): Promise<boolean>;
  trashedBefore(at: number): Promise<readonly string[]>;
  /** Forgets the board with its links, grants, visits and assets. */
  remove(id: string): Promise<void>;
  visit(person: string, board: string, at: number): Promise<void>;
  /** Gives a board a person's star, or takes it away. Of too many the oldest are forgotten. */
  star(person: string, board: string, at: number | undefined): Promise<void>;
  /** Gives a board these tags of a person, in the place of those it had. Of too many those that were given first are forgotten. */
  tag(person: string, board: string, tags: readonly string[], at: number): Promise<void>;
  /** A person's tags, by name; boards in the trash are not counted. */
  tagsOf(person: string): Promise<readonly TagCount[]>;
  /** Forgets that a person was on a board, their star, their tags and what its links granted them. */
  leave(person: string, board: string): Promise<void>;
}

/** What is written on boards, so that they are found by it. It goes with the board. */
export interface TextRepository {
  /** Keeps what is written on a board, as it was read at that time. */
  keep(board: string, text: BoardText, at: number): Promise<void>;
  /** Keeps that a board could not be read at that time: what was written there before is still found. */
  pass(board: string, at: number): Promise<void>;
  /**
   * Boards a person owns or has visited on which the words are written and in whose title they are not, a page of them. `isDue`: which boards
   * that were not read are told of; all unless given.
   */
  ofPerson(person: string, query: TextQuery, isDue?: (board: string) => Promise<boolean>): Promise<FoundPage>;
}

/** What people may do by the word of a board's owner, whatever links say. */
export interface MembershipRepository {
  find(board: string, person: string): Promise<Membership | undefined>;
  set(board: string, person: string, membership: Membership, at: number): Promise<void>;
  /** People who were on a board or have a membership there, those seen last first. */
  ofBoard(board: string, limit: number): Promise<readonly BoardPerson[]>;
}

/** A person on a board: the link that a visitor shows, and the SHA-256 of the secret of the session they came by. */
export interface Stay {
  readonly board: string;
  readonly person: string;
  readonly link?: string | undefined;
  readonly session?: Uint8Array | undefined;
}

/** What is kept of a stay now. */
export interface StayFacts {
  readonly board: Pick<BoardRecord, 'owner' | 'ownerDraws' | 'deletedAt'> | undefined;
  readonly membership: Membership | undefined;
  /** Those granted to the person, in the order of `grantedTo`, and behind them the one they show. */
  readonly links: readonly Pick<LinkRecord, 'id' | 'role' | 'expiresAt'>[];
  readonly isSessionOver: boolean;
}

/** Links to boards, and who came by them. */
export interface LinkRepository {
  ofBoard(board: string): Promise<readonly LinkRecord[]>;
  /** Returns whether it was added: not where the board has as many as it may. */
  add(link: LinkRecord, most?: number): Promise<boolean>;
  /** Gives a link other terms. Returns it as it is now; undefined where the board has none of that id. */
  change(board: string, id: string, change: LinkChange): Promise<LinkRecord | undefined>;
  /** Forgets a link with everything granted by it. Returns whether there was one. */
  remove(board: string, id: string): Promise<boolean>;
  /** Returns whether it may be used once more; of a link that is used up nothing is counted. */
  countUse(link: Pick<LinkRecord, 'id' | 'maxUses'>): Promise<boolean>;
  /**
   * Remembers that a person came by a link that is for so many, and counts it, once for each person however often they come at a time: all or
   * nothing. `full` as well where the link is gone.
   */
  takeIn(link: string, person: string, at: number): Promise<'new' | 'known' | 'full'>;
  /** Remembers that a person came by a link. Returns whether that is new; a link that is gone takes nobody in. */
  grant(link: string, person: string, at: number): Promise<boolean>;
  /** Links that were granted to a person on a board, expired ones included. */
  grantedTo(person: string, board: string): Promise<readonly LinkRecord[]>;
}

/** A person by the id under which they are kept, and by the one that others see. */
export interface SeenPerson {
  readonly id: string;
  readonly shown: string;
}

/** Guests: which cookie stands for which person. */
export interface SessionRepository {
  create(tokenHash: Uint8Array, person: PersonRecord, at: number): Promise<void>;
  /** The person of a session that was seen after `notBefore`, or that it is over; marks it as seen at `at`. */
  find(tokenHash: Uint8Array, at: number, notBefore: number): Promise<PersonRecord | 'ended' | undefined>;
  /** A person as the session of theirs that was seen last has them, where one was seen after `notBefore` and goes on. */
  person(id: string, notBefore: number): Promise<PersonRecord | undefined>;
  /** When each session of a person began and was last seen, and whether it is the given one; newest first. */
  ofPerson(person: string, tokenHash: Uint8Array): Promise<readonly SessionRecord[]>;
  /**
   * The session goes on under another token, and the first is over. Returns whose it is, when there was one. `unstored`: the
   * session where nothing is stored of it yet.
   */
  rotate(from: Uint8Array, to: Uint8Array, at: number, unstored?: UnstoredSession): Promise<string | undefined>;
  /**
   * Ends every session of a person, and the one of a cookie of which nothing is stored. That they ended is kept for as long as
   * one of them might be brought.
   */
  endAll(person: string, at: number, unstored?: UnstoredSession): Promise<void>;
  /** Another name and color for a person. */
  rename(person: PersonRecord): Promise<void>;
  /**
   * What is kept of one person is another's from now on: boards, visits, stars, tags, grants, memberships, and client ids, which stand under the ids
   * by which others see them. Their sessions are over, and the one of a cookie of which nothing is stored.
   */
  join(from: SeenPerson, to: SeenPerson, at: number, unstored?: UnstoredSession): Promise<void>;
}

/** What happened, to which board and by whom. */
export interface AuditLog {
  append(record: AuditRecord): Promise<void>;
  /** What happened to a board, newest first: `limit` of it, behind the place where an earlier answer ended. */
  ofBoard(board: string, limit: number, before?: string): Promise<AuditPage>;
}

/** Random bytes that stay the same for good. */
export interface SecretRepository {
  /** 32 bytes, made when they are first asked for. */
  get(name: string): Promise<Uint8Array>;
}

export interface Repositories {
  readonly boards: BoardRepository;
  readonly texts: TextRepository;
  readonly links: LinkRepository;
  readonly memberships: MembershipRepository;
  readonly sessions: SessionRepository;
  readonly assets: AssetRepository;
  readonly audit: AuditLog;
  readonly secrets: SecretRepository;
  readonly webhooks: WebhookRepository;
  readonly turns: TurnRepository;
  /** Without it there is one server alone, which keeps them in memory. */
  readonly keys?: KeyRepository;
  /** The same of what is counted. */
  readonly counters?: CounterRepository;
  /** Looks at many stays in one go, in their order. Without it there is nobody else who could change anything. */
  readonly stays?: (stays: readonly Stay[]) => Promise<readonly StayFacts[]>;
  /** Many visits and uses of links at once, with one flush to disk. What is gone meanwhile is left out. */
  writeSeen(seen: Seen): Promise<void>;
  /** Forgets what is too old or too much, in small steps; yields how many rows each of them took. */
  sweep(ages: SweepAges): AsyncIterable<number>;
}
