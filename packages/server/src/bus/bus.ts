import type { FailureCode, NoticeMessage, Person, Role } from '@gesso/crdt-schema';

/** Picks connections: as what stands in a message to other servers can be read, and a rule written in code cannot. */
export type Whom =
  | { readonly of: 'everybody' }
  /** People, by the ids that others see. */
  | { readonly of: 'people'; readonly ids: readonly string[] }
  | { readonly of: 'roles'; readonly roles: readonly Role[] }
  /** Those who came by a link. */
  | { readonly of: 'link'; readonly link: string }
  | { readonly of: 'connection'; readonly connection: string };

/** A person who asks, as servers know them. */
export interface Asker extends Person {
  readonly signedIn: boolean;
  readonly colorChosen?: boolean | undefined;
  readonly until?: number | undefined;
  readonly link?: string | undefined;
}

/**
 * What holds at once for connections on all servers. A server that misses one finds out by what is kept (`maintenance/revocations.ts`);
 * who asks to draw is kept nowhere.
 */
export type Order =
  /** Without a board: on all of them. */
  | { readonly order: 'close'; readonly board?: string; readonly code: FailureCode; readonly whom: Whom }
  /** Their way in is gone; see `Room.closeWay`. */
  | { readonly order: 'close way'; readonly board: string; readonly whom: Whom }
  | { readonly order: 'notify'; readonly board: string; readonly notice: NoticeMessage; readonly whom: Whom }
  | { readonly order: 'rename'; readonly person: Person; readonly colorChosen: boolean }
  /** A person asks to draw; by which they may be let in stands with it. */
  | { readonly order: 'ask'; readonly board: string; readonly person: Person; readonly by: Asker }
  /** They have their answer; by the id that others see. */
  | { readonly order: 'answered'; readonly board: string; readonly person: string };

/** A person who has a board open on a server, as others there see them. */
export interface Present {
  readonly person: Person;
  readonly role: Role;
  readonly link?: string | undefined;
}

/** What was used of something that is bounded for all servers together: of what, whose, and how much. */
export type Spent = readonly [of: string, name: string, amount: number];

/** Updates that come along with a hint: those up to its number, one after the other, and none of them empty. */
export interface Along {
  /** Of which history of the database their numbers are: in another one the same number may be that of another update. */
  readonly timeline: number;
  readonly updates: readonly Uint8Array[];
}

/** What a server hears from others that serve the same boards. `from` names the server, anew with each start. */
export interface BusListener {
  /**
   * Another server has stored updates of a board, up to this number of its log. A hint: a server that misses one finds the gap in the
   * numbers, and the log has all of them. `along`: the last of them, where they are small.
   */
  stored(board: string, upTo: number, along?: Along): void;
  /** A frame that is shown and never stored. */
  live(board: string, frame: Uint8Array): void;
  /** Presence of a board's people on another server: what changed, or all of it when a server asked. */
  presence(board: string, frame: Uint8Array, from: string): void;
  /** Who has a board open on another server, all of them; said when that changes, when a server asks, and every 15 s. */
  people(board: string, people: readonly Present[], from: string): void;
  /** Another server has just opened a board, and is to be told who is there. */
  opened(board: string): void;
  order(order: Order): void;
  /** What was used there since it told last. `number` grows with each of a server: it may be heard twice. */
  spent(spent: readonly Spent[], number: number, from: string): void;
}

/** What this server tells others; what it is called is put to it. */
export interface BusTeller {
  /** What is too much to come `along` is left out. */
  stored(board: string, upTo: number, along?: Along): void;
  live(board: string, frame: Uint8Array): void;
  presence(board: string, frame: Uint8Array): void;
  people(board: string, people: readonly Present[]): void;
  /** The board is open here, or is about to be loaded: what is told of it is heard from now on. */
  opened(board: string): void;
  order(order: Order): void;
  spent(spent: readonly Spent[], number: number): void;
}

/** What went over one of the ways from server to server, since the start: how often, by what it was. */
export interface Traffic {
  readonly name: 'redis' | 'postgres';
  readonly connected: boolean;
  /** How often it was connected again. */
  readonly reconnects: number;
  readonly sent: ReadonlyMap<string, number>;
  readonly received: ReadonlyMap<string, number>;
  /** What was not told, or not heard: by what it was and why, with a space in between. */
  readonly dropped: ReadonlyMap<string, number>;
}

/**
 * How servers on the same boards tell each other what is new. It carries hints and what is never stored, never the only copy of
 * anything: what it loses, says twice or late, or in another order, costs time.
 */
export interface Bus extends BusTeller {
  /** Hears what others tell, and not what this one tells itself. Returns what ends that. */
  listen(listener: Partial<BusListener>): () => void;
  /** Nobody has the board open here any more: what is told of it is not heard until it is `opened` again. */
  closed(board: string): void;
  /** Whether others can be told at the moment. */
  readonly connected: boolean;
  /** The ways it uses; none where all servers are in one process. */
  readonly ways: readonly Traffic[];
  /** Tells and hears nothing more. */
  close(): Promise<void>;
}
