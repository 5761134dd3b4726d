import { type AttestedUpdate, deletionOf, Failure, isEmptyUpdate, type NoticeMessage } from '@gesso/crdt-schema';
import type { Timers } from '../../timers.ts';
import type { Access, Member } from '../member.ts';
import { commentLeftOut, textFull } from '../outgoing/notices.ts';
import type { Replica } from '../replica/replica.ts';
import type { Capacity } from './capacity.ts';
import type { ClientIdOwnership } from './client-id-ownership.ts';
import type { Commits } from './commits.ts';
import type { IncomingUpdate } from './incoming-update.ts';
import { type Accepted, type JudgeContext, judge, type Rest, type Verdict } from './judge.ts';
import type { PendingUpdates } from './pending-updates.ts';
import type { DocumentCommit, Publication } from './publication.ts';
import type { Work } from './work.ts';

/** What a verdict is carried out with. */
export interface CarryOutDeps {
  readonly replica: Pick<Replica, 'apply' | 'absorb'>;
  readonly commits: Pick<Commits<DocumentCommit>, 'admit'>;
  readonly clientIds: ClientIdOwnership;
  readonly publication: Publication;
  readonly judgeContext: JudgeContext;
  readonly work: Work;
  readonly capacity: Capacity;
  readonly pending: PendingUpdates;
  readonly timers: Timers;
  /** May throw a `Failure` to refuse an update before it is applied. */
  readonly beforeUpdate: (update: Uint8Array, access: Access, continued: boolean) => void;
  /** Asks members for all they have that is not on disk. */
  readonly askAgain: (members: Iterable<Member>) => void;
  readonly notify: (member: Member, notice: NoticeMessage) => void;
  /** The replica broke on an update that had passed every check, and has to be loaded anew. */
  readonly onBroken: () => void;
}

/** What a room carries verdicts out with, and what it keeps in mind for that. */
export interface CarryOutState extends CarryOutDeps {
  /** When owners were last asked for what others brought, by the clock of `timers`, ms. */
  askedAt: number;
  /** What was left out of what members deleted, until it is looked at whether that has come from others. */
  readonly leftOut: WeakMap<Member, Uint8Array[]>;
}

/** How often a person who brings documents over HTTP may have others asked for their content (ms): each answers with all they have. */
const askedAgainMs = 1_000;

/** How long what others have deleted may take to get here (ms): as long as comments of authors who are awaited. */
const onItsWayMs = 10_000;
/** Updates of a member whose deletions are looked at together. */
const mostLookedAt = 64;

/**
 * What became of an update: what is new in it was taken (`new`), or a part of that while the rest waits; it had nothing new, or nothing that can be
 * taken yet (`waits`); or it does not fit in one turn.
 */
export type Outcome = 'new' | 'part' | 'nothing' | 'waits' | 'too-much';

/** Whether something of it was taken. */
export const isNew = (outcome: Outcome): boolean => outcome === 'new' || outcome === 'part';

/** Notes that all of an update is here, so that it is acknowledged when that is on disk. */
export function noteKnown(
  { publication }: CarryOutDeps,
  { access, author, count = 0, sliceCount, done }: IncomingUpdate,
): void {
  publication.push({ by: access.person.id, update: undefined, author, count, sliceCount, done });
}

/** Keeps for later an update that is not complete without something which has not come; that will come only to a connection. */
function keep({ pending }: CarryOutDeps, incoming: IncomingUpdate, rest: Rest, tries: number): void {
  const { author, count = 0, history = false, continued = false, apart, late = false, sliceCount } = incoming;
  const { update, whole = update } = incoming;
  if (author === undefined || author.left) return;
  pending.add({ update: whole, author, count, history, continued, apart, late, sliceCount, ...rest, tries });
}

/** Asks the owners who are here for their content. Returns the failure that has the HTTP request which brought it made again. */
function askOwners(state: CarryOutState, clients: readonly number[]): Failure {
  const now = state.timers.elapsed();
  if (now - state.askedAt >= askedAgainMs) {
    state.askedAt = now;
    state.askAgain(new Set(clients.flatMap((client) => state.clientIds.author(client) ?? [])));
  }
  return new Failure('OVERLOADED', 'content of a person who is connected');
}

/** Applies an update. Returns what of it was applied: all of a fresh update, or what could be placed of history. */
function apply({ replica, onBroken }: CarryOutDeps, update: Uint8Array, history: boolean): Uint8Array | undefined {
  try {
    if (history) return replica.absorb(update);
    replica.apply([update]);
    return update;
  } catch (error) {
    onBroken();
    throw error;
  }
}

/**
 * Applies what was accepted, and hands it on. Throws before anything of it is applied when the board cannot hold it or a hook says
 * no; its author's client id and what of it has to wait are theirs by then.
 */
function accept(deps: CarryOutDeps, incoming: IncomingUpdate, verdict: Accepted, tries: number): void {
  const { capacity, clientIds, commits, pending, publication } = deps;
  const { access, author, count = 0, history = false, continued = false, sliceCount, done } = incoming;
  const { claim, rest, structs, adds, begins } = verdict;
  const by = access.person.id;
  if (claim !== undefined && author !== undefined) clientIds.claim(claim, author);
  if (rest !== undefined) keep(deps, { ...incoming, continued: true }, rest, tries);
  commits.admit(verdict.update.length);
  capacity.check(verdict.update.length, structs, adds);
  deps.beforeUpdate(verdict.update, access, continued);
  const update = apply(deps, verdict.update, history);
  capacity.grew(update?.length ?? 0, !adds);
  const clients = verdict.clients.filter((client) => clientIds.assign(client, by));
  // A part is not acknowledged; the update is when all of it is stored.
  publication.push({ by, update, clients, begins, author, count: rest === undefined ? count : 0, sliceCount, done });
  if (update !== undefined) pending.arrived(() => [...begins.keys()]);
}

/**
 * What a page deleted of others' comments is still deleted on it. Either its author has deleted it, and that is on its way here from them or from
 * another server, or all but this page will go on showing it: then its person is told. What it brings meanwhile, as the slices of a large update, is looked
 * at with the first.
 */
function lookLater(state: CarryOutState, author: Member, update: Uint8Array): void {
  const { timers, judgeContext, notify, leftOut } = state;
  if (isEmptyUpdate(update)) return;
  const known = leftOut.get(author);
  if (known !== undefined) {
    if (known.length < mostLookedAt) known.push(update);
    return;
  }
  const updates = [update];
  leftOut.set(author, updates);
  timers.afterIdle(onItsWayMs, () => {
    leftOut.delete(author);
    if (!author.left && updates.some((one) => !judgeContext.board.echoes(one))) notify(author, commentLeftOut);
  });
}

/** What was deleted as it came. What of it has to wait may yet come from its author, and deletions of it would lie in wait on every page. */
const deletionHere = ({ judgeContext: { board } }: CarryOutState, { deleted }: AttestedUpdate): Uint8Array =>
  deletionOf(deleted.filter(([client, clock, length]) => board.end(client) >= clock + length));

/** Carries out an update with what may not be in it deleted, and tells its author: on their page that still stands. */
function carryOutFitting(
  state: CarryOutState,
  incoming: IncomingUpdate,
  verdict: Extract<Verdict, { kind: 'trim' }>,
  leftTo: readonly number[],
  tries: number,
): Outcome {
  const { author, access, update: whole } = incoming;
  const trimmed = verdict.of === 'text' ? { fitted: true } : { attested: true, whole };
  const outcome = carryOut(state, { ...incoming, update: verdict.fitting.update, ...trimmed }, leftTo, tries);
  if (outcome === 'too-much') return outcome;
  const deletion = verdict.of === 'text' ? verdict.fitting.deletion : deletionHere(state, verdict.fitting);
  const isDeleted = !isEmptyUpdate(deletion);
  const isHoled = verdict.of === 'comments' && verdict.fitting.isHoled && isNew(outcome);
  if (!isDeleted && !isHoled) {
    // Only deletions were left out, or what another server holds by now. While some of it waits, it is judged once more.
    const isLast = outcome === 'new' || outcome === 'nothing';
    if (verdict.of === 'comments' && author !== undefined && isLast) lookLater(state, author, verdict.fitting.leftOut);
    return outcome;
  }
  const done = (): void => {
    if (author !== undefined) state.notify(author, verdict.of === 'text' ? textFull : commentLeftOut);
  };
  if (isDeleted) {
    state.beforeUpdate(deletion, access, true);
    state.capacity.grew(deletion.length, true);
  }
  const update = isDeleted ? deletion : undefined;
  state.publication.push({ by: access.person.id, update, author: undefined, count: 0, done });
  return outcome;
}

/**
 * Judges an update and does what the verdict says. Throws when it is refused. `leftTo`: client ids whose content was left to their
 * owners before.
 */
export function carryOut(
  state: CarryOutState,
  incoming: IncomingUpdate,
  leftTo: readonly number[] = [],
  tries = 0,
): Outcome {
  const verdict = judge(incoming, state.judgeContext, leftTo);
  state.work.charge(incoming.access.person.id, verdict.steps);
  switch (verdict.kind) {
    case 'refuse':
      throw verdict.failure;
    case 'ask':
      throw askOwners(state, verdict.clients);
    case 'too-much':
      return 'too-much';
    case 'known':
      noteKnown(state, incoming);
      return 'nothing';
    case 'pending':
      if (verdict.claim !== undefined && incoming.author !== undefined)
        state.clientIds.claim(verdict.claim, incoming.author);
      keep(state, incoming, verdict.rest, tries);
      return 'waits';
    case 'trim':
      return carryOutFitting(state, incoming, verdict, leftTo, tries);
    case 'accept':
      accept(state, incoming, verdict, tries);
      return verdict.rest === undefined ? 'new' : 'part';
  }
}
