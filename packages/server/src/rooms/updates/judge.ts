import {
  type AttestedUpdate,
  type Clocks,
  type CommentWrite,
  type Content,
  Failure,
  type Fitting,
  mayComment,
  mayWrite,
  type Reading,
  type Touched,
  withoutClients,
} from '@gesso/crdt-schema';
import type { Access } from '../member.ts';
import type { ReplicaView } from '../replica/replica-view.ts';
import type { ClientIdOwnership } from './client-id-ownership.ts';
import { notOwnComments } from './comment-rights.ts';
import type { IncomingUpdate } from './incoming-update.ts';
import { isTextTooLarge, isTooMuchAtOnce } from './work.ts';

/** Tells whether a person may write or delete what an update touches, where a host gives rights to a part of a board. */
export type MayTouch = (touched: Touched, access: Access) => boolean;

/** The same of one board among all. */
export type MayTouchOn = (board: string, ...asked: Parameters<MayTouch>) => boolean;

/** What a judgement is made by. */
export interface JudgeContext {
  /** The board as it is. */
  readonly board: ReplicaView;
  readonly clientIds: Pick<ClientIdOwnership, 'isForeign' | 'isElsewhere' | 'author' | 'holder'>;
  /** Without it, each writer may touch everything, and nothing is looked up. */
  readonly mayTouch?: MayTouch | undefined;
}

/** What of an update has to wait for something that has not come. */
export interface Rest {
  /** Client ids whose content in it is left to their owners. */
  readonly leftTo: readonly number[];
  /** Up to which clock the content of which clients must be here before it is looked at again. */
  readonly needs: Clocks;
  /** Of `leftTo` those that are left to the authors of comments. */
  readonly attests?: readonly number[] | undefined;
}

/** A verdict that was reached by looking closely: the steps that applying the update takes, which its author is charged. */
interface Costed {
  readonly steps: number;
}

/** What can be applied, with all that is to be known of it then: it is not read again. */
export interface Accepted extends Costed {
  readonly kind: 'accept';
  /** What is to be applied: of a fresh update all, of history what is new and can be placed. */
  readonly update: Uint8Array;
  /** Structs in it, at most. */
  readonly structs: number;
  /** Whether it adds anything, or only deletes. */
  readonly adds: boolean;
  /** Where it begins, client by client. */
  readonly begins: Clocks;
  /** A client id that becomes its author's by it. */
  readonly claim: number | undefined;
  /**
   * Client ids in it that its author speaks for. They are assigned to this person for good and stored with the update, and
   * no other person's content is accepted under them: who wrote an entry is attested by the client id of its item.
   */
  readonly clients: readonly number[];
  /** What of it has to wait. */
  readonly rest: Rest | undefined;
}

/** Nothing of it can be placed now. */
export interface Pending extends Costed {
  readonly kind: 'pending';
  readonly claim: number | undefined;
  readonly rest: Rest;
}

export type Verdict =
  /** Its author is sent away. */
  | ({ readonly kind: 'refuse'; readonly failure: Failure } & Costed)
  /** Applying it does not fit in one turn, however few bytes it has. */
  | { readonly kind: 'too-much'; readonly failure: Failure; readonly steps: 0 }
  /** It holds content of these clients, who are here to bring it, and it cannot wait for that without a connection. */
  | ({ readonly kind: 'ask'; readonly clients: readonly number[] } & Costed)
  /** There is nothing new in it. */
  | ({ readonly kind: 'known' } & Costed)
  | Pending
  /**
   * It makes a text too large, or does something to the comments of others: it is to be judged again without that, and its author
   * told.
   */
  | ({ readonly kind: 'trim'; readonly of: 'text'; readonly fitting: Fitting } & Costed)
  | ({ readonly kind: 'trim'; readonly of: 'comments'; readonly fitting: AttestedUpdate } & Costed)
  | Accepted;

const refuse = (failure: Failure, steps = 0): Verdict => ({ kind: 'refuse', failure, steps });

/**
 * A writer who returns did not see how full a text became meanwhile: that is no reason to turn all the rest away.
 */
const mayTrim = ({ history, author, fitted }: IncomingUpdate, wrong: Failure): boolean =>
  history === true && author !== undefined && fitted !== true && isTextTooLarge(wrong);

/** What was found in an update that was read and is not known. */
interface News extends Costed {
  readonly reading: Reading;
  /** Client ids of what is new in it. */
  readonly authors: readonly number[];
  /** A text that it makes too large, where the rest can be taken all the same. */
  readonly wrong: Failure | undefined;
  /** Whether it sets comments. */
  readonly comments: boolean;
}

/** Returns the one client id that fresh content is written under. Content of several authors is history that is passed on. */
const ownId = ({ author, history }: IncomingUpdate, authors: readonly number[]): number | undefined =>
  authors.length === 1 && author !== undefined && history !== true ? authors[0] : undefined;

/** Whether a person may not touch what an update does: commenters the comments alone, and others what the host's rule says. */
const isOutOfReach = (
  content: Content,
  { access }: IncomingUpdate,
  { board, mayTouch }: Pick<JudgeContext, 'board' | 'mayTouch'>,
): boolean => {
  const isCommenter = !mayWrite(access.role);
  if (!isCommenter && mayTouch === undefined) return false;
  const touched = board.touches(content);
  if (isCommenter && [...touched.roots].some((root) => root !== 'comments')) return true;
  return mayTouch?.(touched, access) === false;
};

/** What is known of an update's owners when it is judged how much of it can be placed. */
interface Owned {
  readonly leftTo: readonly number[];
  /** The id that fresh content is under. */
  readonly own: number | undefined;
  /** Whether content of others is in it. */
  readonly isForeign: boolean;
}

/**
 * What is left out goes on standing on the page that brought it, until that begins anew. Who moves a pin there writes a record that names its author in
 * place of one that nobody else has: that is left out as well, and no theft.
 */
const isOfLeftOut = ({ kind, before, origin }: CommentWrite): boolean =>
  kind === 'set' && before === undefined && origin !== undefined;

/**
 * Judges whose comments an update writes. Fresh ones have to be its author's. History may hold those of others that are not stored: their
 * authors are waited for, or another server that has them already, and after that they are left out.
 */
const judgeComments = (
  incoming: IncomingUpdate,
  context: JudgeContext,
  news: News,
  owned: Owned,
  content: Content,
): Verdict | undefined => {
  const { access, author, history, late, attested, sliceCount } = incoming;
  const { board } = context;
  const { reading, steps } = news;
  const foreign = notOwnComments(board.comments(content, news.comments), access);
  const [first] = foreign;
  if (first === undefined) return undefined;
  const awaited = new Set(foreign.filter(({ kind }) => kind === 'set').map(({ client }) => client));
  const attests = [...awaited];
  // More than fits in one turn is more than may wait.
  const isLast = late === true || sliceCount !== undefined || attests.length === 0;
  const trimmed = (): Verdict => {
    return { kind: 'trim', of: 'comments', fitting: board.withoutComments(reading, foreign), steps };
  };
  if (history !== true && author !== undefined && attested !== true && foreign.every(isOfLeftOut)) return trimmed();
  if (history !== true || author === undefined || (isLast && attested === true))
    return refuse(new Failure('NOT_YOUR_COMMENT', `${first.kind} ${first.key}`), steps);
  if (isLast) return trimmed();
  // All of it: what its sender did to what others drew would otherwise come without that, and might stay so. For nothing else, or two who
  // bring each other's words would wait for each other.
  const needs = new Map(
    reading.summary.sections.flatMap(({ client, to }) => (awaited.has(client) ? [[client, to] as const] : [])),
  );
  return { kind: 'pending', claim: undefined, rest: { leftTo: [...owned.leftTo, ...attests], needs, attests }, steps };
};

/** What of an update has to wait. */
const restOf = ({ apart = [], late }: IncomingUpdate, leftTo: readonly number[], needs: Clocks): Rest => {
  const left = new Set(leftTo);
  const attests = apart.filter((client) => left.has(client));
  return late === true || attests.length === 0 ? { leftTo, needs } : { leftTo, needs, attests };
};

/** Judges how much of an update can be placed, when all owners of what is in it agree. */
const judgePlaces = (incoming: IncomingUpdate, context: JudgeContext, news: News, owned: Owned): Verdict => {
  const { update, access, author, history = false } = incoming;
  const { board, clientIds } = context;
  const { reading, authors, wrong, steps } = news;
  const { leftTo, own, isForeign } = owned;
  const content: Content = leftTo.length > 0 ? withoutClients(reading, leftTo) : reading;
  const isPart = board.leavesGap(content) || leftTo.length > 0;
  if (wrong !== undefined) {
    // Of what waits it is not known yet what a text will hold by then.
    const fitting = isPart ? undefined : board.fitting(reading);
    return fitting === undefined ? refuse(wrong, steps) : { kind: 'trim', of: 'text', fitting, steps };
  }
  if (isOutOfReach(content, incoming, context))
    return refuse(new Failure('FORBIDDEN', `${access.role} may not write there`), steps);
  const comments = judgeComments(incoming, context, news, owned, content);
  if (comments !== undefined) return comments;
  // What is missing comes only to a connection.
  if (isPart && author === undefined) return refuse(new Failure('MALFORMED', 'it builds on what is not here'), steps);
  // A member who has left holds no id any more: others would wait for them to bring its content.
  const claim = author?.left === true ? undefined : own;
  const rest = isPart ? restOf(incoming, leftTo, board.missing(reading, leftTo)) : undefined;
  if (rest !== undefined && !history) return { kind: 'pending', claim, rest, steps };
  // What was there before is neither counted nor stored once more.
  const fresh = history ? board.freshIn(content) : { update, structs: reading.summary.structs };
  if (fresh === undefined)
    return rest === undefined ? { kind: 'known', steps } : { kind: 'pending', claim, rest, steps };
  const isSpokenFor = (client: number): boolean =>
    client === own || (author !== undefined && clientIds.holder(client) === author);
  const clients = isForeign ? [] : authors.filter(isSpokenFor);
  const begins = board.beginning(content);
  return { kind: 'accept', ...fresh, adds: authors.length > 0, begins, claim, clients, rest, steps };
};

/** Judges whose content is in an update. */
const judgeOwners = (
  incoming: IncomingUpdate,
  context: JudgeContext,
  leftTo: readonly number[],
  news: News,
): Verdict => {
  const { access, author, history = false } = incoming;
  const { clientIds } = context;
  const { authors, steps } = news;
  const left = new Set(leftTo);
  const foreign = authors.filter((client) => clientIds.isForeign(client, access.person.id) || left.has(client));
  if (foreign.length === 0)
    return judgePlaces(incoming, context, news, { leftTo: [], own: ownId(incoming, authors), isForeign: false });
  // The owner's own next content would be ignored as already known.
  if (!history) return refuse(new Failure('NOT_YOUR_ID', `client id ${foreign[0]} is another person's`), steps);
  // An owner who is here, or on another server, brings their own content. Of an owner who is absent this may be the only copy: what a peer kept, or what
  // the same person drew offline before their session ended. It is acknowledged, so it has to be stored.
  const isLeft = (client: number): boolean =>
    clientIds.author(client) !== undefined || clientIds.isElsewhere(client) || left.has(client);
  const theirs = foreign.filter(isLeft);
  if (theirs.length > 0 && author === undefined) return { kind: 'ask', clients: theirs, steps };
  return judgePlaces(incoming, context, news, { leftTo: theirs, own: undefined, isForeign: true });
};

/**
 * Decides what is to be done with an update, and does nothing: each cause for each verdict stands here, and each effect in
 * `carry-out.ts`. The update is read once. `leftTo`: client ids whose content was left to their owners before, and is not
 * taken from others later. Throws where the board itself cannot be read (`ReplicaView`).
 */
export const judge = (incoming: IncomingUpdate, context: JudgeContext, leftTo: readonly number[] = []): Verdict => {
  const { update, access, history = false } = incoming;
  const { board } = context;
  // A reader says nothing new, and that is found out without making anything of it.
  if (!mayComment(access.role))
    return board.echoes(update)
      ? { kind: 'known', steps: 0 }
      : refuse(new Failure('FORBIDDEN', `${access.role} may not write`));
  const reading = board.read(update, history);
  if (reading instanceof Failure) return refuse(reading);
  const { wrong, steps, comments } = board.check(reading, history, incoming.judged);
  if (wrong !== undefined && !mayTrim(incoming, wrong))
    return isTooMuchAtOnce(wrong) ? { kind: 'too-much', failure: wrong, steps: 0 } : refuse(wrong);
  const authors = board.newAuthors(reading);
  // What has new authors is new, which is most of what comes and need not be looked at again.
  if (wrong === undefined && authors.length === 0 && board.knows(reading)) return { kind: 'known', steps };
  return judgeOwners(incoming, context, leftTo, { reading, authors, wrong, comments, steps });
};
