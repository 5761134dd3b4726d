import type { Clocks } from '@gesso/crdt-schema';
import { parseUpdateMeta } from 'yjs';
import { encodeUpdate } from '../frames.ts';
import type { Member } from '../member.ts';
import type { Outbox } from '../outgoing/outbox.ts';
import type { Replica } from '../replica/replica.ts';
import type { Commit, CommitOwner, Commits, Refusal } from './commits.ts';
import type { SliceCount } from './incoming-update.ts';
import { mergeInGroups } from './merge-updates.ts';

/**
 * What other servers have stored waits so much longer (ms) for what is about to be stored here, which takes the database hardly more: apart they
 * would be two writes to everybody in each tick.
 */
const companyMs = 4;

/** An update on its way to disk, with whom to tell. */
export interface DocumentCommit extends Commit {
  readonly author: Member | undefined;
  /** The author's count of document-changing frames, this one included; 0 when they are not counted. */
  readonly count: number;
  readonly sliceCount?: SliceCount | undefined;
  /** Told once: true when everything up to here is on disk, false when the store fails. */
  readonly done: ((stored: boolean) => void) | undefined;
  /** Told instead where it is not stored and never will be. */
  readonly refused?: (() => void) | undefined;
  told: boolean;
  /** Where its update begins. */
  readonly begins?: Clocks | undefined;
}

export interface PublicationDeps {
  readonly board: string;
  readonly replica: Pick<Replica, 'stateVectorBefore'>;
  readonly commits: Commits<DocumentCommit>;
  readonly outbox: Outbox;
  /** Whether the board has a log already, as far as is known. */
  readonly isLogged?: (() => boolean) | undefined;
  /** `seqs`: the numbers of the updates in the log of the board. */
  readonly onStored: (bytes: number, seqs: readonly number[], updates: readonly Uint8Array[]) => void;
  /** These are not stored, nor is what comes later: because of what another server did the document is not what is kept of the board. */
  readonly onRefused: (commits: readonly DocumentCommit[], why: Refusal) => void;
}

/**
 * The way of what was applied: onto the disk, then acknowledged to its author, and only then shown to others. While the store fails it
 * is shown without being stored or acknowledged, and everybody has been told so. Nothing of a document gets to the outbox by another way.
 */
export interface Publication {
  push(commit: Omit<DocumentCommit, 'board' | 'told' | 'goesOn'>): void;
  /**
   * Calls back once all that is in the replica now is on disk, or at once when the store fails: then nothing is. `refused` instead, where it
   * never will be: nobody may be shown it.
   */
  afterStored(done: (stored: boolean) => void, refused?: () => void): void;
  /** Shows what other servers have stored, along with what is said anyway: it was collected for a tick where it came from. */
  show(updates: readonly Uint8Array[]): void;
  /** All that was to be shown is written to everybody. */
  written(): void;
  /** Returns the state vector of what was shown to everybody. */
  shown(): Uint8Array;
  /** Returns the state vector of what is on disk: the rest has to be brought again by its authors, unless they are told that it is. */
  onDisk(): Uint8Array;
  /** Commits that are not on disk. */
  readonly inFlight: number;
}

interface State extends PublicationDeps {
  /** Applied here, and not shown yet, or not on disk. */
  readonly unseen: Set<DocumentCommit>;
  readonly unstored: Set<DocumentCommit>;
  /** Where what others stored begins that is on its way to everybody. */
  coming: Clocks[];
  inFlight: number;
  /** Something was refused: what is in the replica is shown to nobody from here on. */
  isOver: boolean;
}

/** Tells the author of a stored commit how much of what they sent is on disk. */
function acknowledge({ outbox }: State, { author, count, sliceCount }: DocumentCommit): void {
  if (author === undefined || count === 0) return;
  if (sliceCount === undefined || --sliceCount.unstored === 0) author.unsaved.delete(count);
  // What had to wait is stored after what came later, and all before it has to wait for that.
  const [first = author.received + 1] = author.unsaved;
  outbox.acknowledge(author, first - 1);
}

/** Shows others what is new to them, once, and calls those back who wait. */
function publish({ outbox, unseen }: State, commits: readonly DocumentCommit[], stored: boolean): void {
  const fresh = commits.filter((commit) => !commit.told);
  const updates: Uint8Array[] = [];
  const authors = new Set<Member | undefined>();
  for (const commit of fresh) {
    commit.told = true;
    if (commit.update === undefined) continue;
    updates.push(commit.update);
    authors.add(commit.author);
  }
  // One buffer for everybody: with several authors each gets their own words back, which Yjs ignores.
  const [author] = authors.size === 1 ? authors : [];
  for (const update of mergeInGroups(updates)) outbox.document(encodeUpdate(update), author);
  outbox.flush();
  for (const commit of fresh) unseen.delete(commit);
  for (const { done } of fresh) done?.(stored);
}

function stored(state: State, commits: readonly DocumentCommit[]): void {
  state.inFlight -= commits.length;
  let bytes = 0;
  const seqs: number[] = [];
  const updates: Uint8Array[] = [];
  for (const commit of commits) {
    state.unstored.delete(commit);
    acknowledge(state, commit);
    if (commit.update === undefined) continue;
    bytes += commit.update.length;
    seqs.push(commit.seq ?? 0);
    updates.push(commit.update);
  }
  publish(state, commits, true);
  if (seqs.length > 0) state.onStored(bytes, seqs, updates);
}

/** Lets go of what is not stored, unseen where it was not shown before, and calls those back who wait. */
function refused(state: State, commits: readonly DocumentCommit[], why: Refusal): void {
  state.isOver = true;
  state.inFlight -= commits.length;
  for (const commit of commits) {
    state.unstored.delete(commit);
    state.unseen.delete(commit);
    if (commit.told) continue;
    commit.told = true;
    if (commit.refused !== undefined) commit.refused();
    else commit.done?.(false);
  }
  state.onRefused(commits, why);
}

function* beginningsOf(commits: Iterable<DocumentCommit>): Generator<Clocks> {
  for (const { begins } of commits) if (begins !== undefined) yield begins;
}

export const createPublication = (deps: PublicationDeps): Publication => {
  const { board, replica, commits, outbox } = deps;
  const state: State = { ...deps, unseen: new Set(), unstored: new Set(), coming: [], inFlight: 0, isOver: false };
  const owner: CommitOwner<DocumentCommit> = {
    stored: (all) => stored(state, all),
    held: (all) => publish(state, all, false),
    refused: (all, why) => refused(state, all, why),
  };
  const push: Publication['push'] = (made) => {
    state.inFlight++;
    const goesOn = deps.isLogged?.() === true;
    const commit = { ...made, board, goesOn, told: false, maxDelayMs: outbox.tick() };
    if (commit.update !== undefined) for (const set of [state.unseen, state.unstored]) set.add(commit);
    commits.push(commit, owner);
  };
  return {
    push,
    show(updates) {
      for (const update of mergeInGroups(updates)) {
        state.coming.push(parseUpdateMeta(update).from);
        outbox.document(encodeUpdate(update), undefined);
      }
      outbox.soon(state.inFlight > 0 ? companyMs : 0);
    },
    afterStored(done, refused = () => undefined) {
      if (state.isOver) refused();
      else if (state.inFlight === 0) done(true);
      else push({ by: '', update: undefined, author: undefined, count: 0, done, refused });
    },
    written() {
      state.coming = [];
    },
    shown: () => replica.stateVectorBefore([...beginningsOf(state.unseen), ...state.coming]),
    onDisk: () => replica.stateVectorBefore(beginningsOf(state.unstored)),
    get inFlight() {
      return state.inFlight;
    },
  };
};
