import { Failure } from '@gesso/crdt-schema';
import { dayMs } from '../../units.ts';
import { createTurns, type Turns } from '../../workers/turns.ts';
import type { History, HistoryAges, HistoryPiece, LoggedUpdate, Moment } from '../history.ts';
import { momentsOf, thinned } from '../history.ts';
import { baseId, dueUpTo, headsAtOnce, mayGrow, mostStates, openedRow, pieceBytes } from '../history-pieces.ts';
import { type MakePastState, type PastParts, pastStateInThread } from '../past-state.ts';
import { bytes, intact, integer, type Row } from '../rows.ts';
import { packed, packedPiece, unpackedState } from '../segments.ts';
import type { Database, Queries } from './database.ts';
import {
  addSegment,
  boardsWithSegments,
  doesSegmentEndAt,
  dropMoments,
  dropSegment,
  dropSegmentsUpTo,
  isSegmentThere,
  momentsOfSegments,
  newestSegment,
  segmentBehind,
  segmentFrom,
  sizesOfSegments,
  spanOfSegments,
} from './history-rows.ts';
import { baseOf, dropState, namedStates, readState, renameState, stateBefore, writeState } from './kept-states.ts';
import { lockFolding } from './locks.ts';
import { setAside } from './quarantine.ts';
import { isSnapshotThere, readSnapshot } from './snapshots.ts';
import { dropUpTo, firstAfter, headOf, headsAfter, loggedOf, pieceAfter, sumOf } from './update-rows.ts';

/** What the log does with history, beside what everybody may ask of it. */
export interface PostgresHistory {
  readonly past: History;
  /** Before the first updates of a board become history: keeps what the board was before, unless they are its very first. */
  prepare(board: string, upto: number): Promise<void>;
  /** Moves the updates up to a number out of the log. What it does not come to is moved the next time. */
  take(board: string, upto: number): Promise<void>;
}

interface State {
  readonly database: Database;
  readonly now: () => number;
  readonly make: MakePastState;
  readonly turns: Turns;
}

async function spanOf(queries: Queries, board: string): Promise<{ readonly first: number; readonly head: number }> {
  const head = await headOf(queries, board);
  const segments = await spanOfSegments(queries, board);
  return { first: segments?.first ?? (await firstAfter(queries, board, 0)) ?? head + 1, head };
}

/** Puts a damaged piece into quarantine. Returns whether it was there. */
const setPieceAside = ({ database, now }: State, board: string, row: Row): Promise<boolean> =>
  database.transaction(async (queries) => {
    await lockFolding(queries, board);
    if (!(await isSegmentThere(queries, board, row))) return false;
    await setAside(queries, board, 'history', row, now());
    await dropSegment(queries, board, integer(row, 'first'));
    return true;
  });

/** Updates of a piece, those of the log where no piece follows, or a piece that is damaged. */
type Found = { readonly piece: Row } | { readonly logged: readonly LoggedUpdate[] };

const findBehind = (database: Database, board: string, after: number): Promise<Found> =>
  database.atOnce(async (queries) => {
    const piece = await segmentBehind(queries, board, after);
    if (piece !== undefined) return { piece };
    const begin = Math.max(after, (await spanOf(queries, board)).first - 1);
    for (let from = begin; ; ) {
      const found = await pieceAfter(queries, board, from, pieceBytes);
      const sound = found.filter(intact);
      // Those that are damaged are set aside where the board is loaded.
      if (sound.length > 0 || found.length === 0) return { logged: sound.map(loggedOf) };
      from = integer(found.at(-1) ?? {}, 'seq');
    }
  });

async function read(state: State, board: string, after: number): Promise<HistoryPiece> {
  for (let damaged = 0; ; ) {
    const found = await findBehind(state.database, board, after);
    if ('logged' in found) return { updates: found.logged, damaged };
    const segment = await openedRow(found.piece);
    if (segment !== undefined) return { updates: segment.filter(({ seq }) => seq > after), damaged };
    if (await setPieceAside(state, board, found.piece)) damaged++;
  }
}

async function startAt(queries: Queries, board: string, seq: number): Promise<PastParts['start']> {
  const known = await stateBefore(queries, board, seq);
  const snapshot = known?.seq === seq ? undefined : await readSnapshot(queries, board, () => undefined, seq + 1);
  if (known !== undefined && known.seq > (snapshot?.upto ?? -1)) {
    const data = await readState(queries, board, known.id);
    if (data !== undefined) return { seq: known.seq, data, isPacked: true };
  }
  return snapshot === undefined ? undefined : { seq: snapshot.upto, data: snapshot.data, isPacked: false };
}

/** What the state behind an update is made of; undefined where that is not all there. */
async function partsAt(queries: Queries, board: string, seq: number): Promise<PastParts | undefined> {
  const start = await startAt(queries, board, seq);
  const { first, head } = await spanOf(queries, board);
  const isReached = start === undefined ? first <= 1 : start.seq === seq || start.seq >= first - 1;
  if (seq > head || !isReached) return undefined;
  const segments: Uint8Array[] = [];
  const tail: { readonly seq: number; readonly data: Uint8Array }[] = [];
  let raw = 0;
  for (let after = start?.seq ?? 0; after < seq; ) {
    const row = await segmentBehind(queries, board, after);
    if (row !== undefined && integer(row, 'first') <= seq) {
      if (intact(row)) segments.push(bytes(row, 'data'));
      raw += integer(row, 'raw');
      after = integer(row, 'last');
    } else {
      const found = await pieceAfter(queries, board, after, pieceBytes);
      const last = found.at(-1);
      if (last === undefined) break;
      for (const one of found) if (intact(one)) tail.push({ seq: integer(one, 'seq'), data: bytes(one, 'data') });
      after = integer(last, 'seq');
    }
  }
  return { start, segments, raw, tail, upto: seq, unchecked: 0 };
}

const stateAt = ({ database, turns, make }: State, board: string, seq: number): Promise<Uint8Array | undefined> =>
  turns.take(async () => {
    const parts = await database.atOnce((queries) => partsAt(queries, board, seq));
    return parts === undefined ? undefined : make(parts);
  });

const before = ({ database }: State, board: string, at: number): Promise<number> =>
  database.atOnce(async (queries) => {
    const piece = await segmentFrom(queries, board, at);
    if (piece !== undefined) return piece - 1;
    for (let after = (await spanOfSegments(queries, board))?.last ?? 0; ; ) {
      const heads = await headsAfter(queries, board, after, headsAtOnce);
      const first = heads.find((one) => one.at >= at);
      if (first !== undefined) return first.seq - 1;
      const last = heads.at(-1);
      if (last === undefined) return after;
      after = last.seq;
    }
  });

const moments = ({ database, now }: State, board: string): Promise<readonly Moment[]> =>
  database.atOnce(async (queries) => {
    const found: Moment[] = [...(await momentsOfSegments(queries, board))];
    for (let after = (await spanOfSegments(queries, board))?.last ?? 0; ; ) {
      const heads = await headsAfter(queries, board, after, headsAtOnce);
      found.push(...momentsOf(heads));
      const last = heads.at(-1);
      if (last === undefined || heads.length < headsAtOnce) break;
      after = last.seq;
    }
    return thinned(momentsOf(found), now());
  });

/** Whether nothing is kept of what a board was before. */
const isUnknownBefore = async (queries: Queries, board: string): Promise<boolean> =>
  (await spanOfSegments(queries, board)) === undefined && (await baseOf(queries, board)) === undefined;

async function prepare(state: State, board: string, upto: number): Promise<void> {
  const { database, now } = state;
  if (!(await isUnknownBefore(database, board))) return;
  const first = await firstAfter(database, board, 0);
  if (first === undefined || first <= 1 || first > upto) return;
  const start = await stateAt(state, board, first - 1);
  if (start === undefined) return;
  const data = await packed(start);
  await database.transaction(async (queries) => {
    if (!(await lockFolding(queries, board)) || !(await isUnknownBefore(queries, board))) return;
    await writeState(queries, board, { id: baseId(first - 1), seq: first - 1, at: now() }, data);
  });
}

/** The newest piece, with what is in it, where that may become one with some more updates. Undefined as well where it cannot be read. */
const growing = async (queries: Queries, board: string, more: readonly LoggedUpdate[]) => {
  const newest = await newestSegment(queries, board);
  if (newest === undefined || !mayGrow(newest, more)) return undefined;
  const row = await segmentBehind(queries, board, newest.last - 1);
  const opened = row === undefined ? undefined : await openedRow(row);
  return row === undefined || opened === undefined ? undefined : { row, opened };
};

/** Moves some updates up to a number into a piece. Returns whether there may be more. */
async function takeOne({ database, now }: State, board: string, upto: number): Promise<boolean> {
  const found = (await pieceAfter(database, board, 0, pieceBytes)).filter((row) => integer(row, 'seq') <= upto);
  const last = found.at(-1);
  if (last === undefined) return false;
  const broken = found.filter((row) => !intact(row));
  const moved = found.filter((row) => !broken.includes(row)).map(loggedOf);
  const smaller = await growing(database, board, moved);
  const logged = [...(smaller?.opened ?? []), ...moved];
  const data = moved.length === 0 ? undefined : await packedPiece(logged);
  const [seq, sum] = [integer(last, 'seq'), bytes(last, 'sum')];
  return database.transaction(async (queries) => {
    if (!(await lockFolding(queries, board))) return false;
    const still = await sumOf(queries, board, seq);
    // The board may have been removed, or all of this taken already.
    if (still === undefined || Buffer.compare(still, sum) !== 0) return false;
    // Others may have forgotten the piece meanwhile, or set it aside, or put another behind it.
    const newest = await newestSegment(queries, board);
    if (smaller !== undefined) {
      const isNewest = newest?.last === integer(smaller.row, 'last');
      if (!isNewest || !(await isSegmentThere(queries, board, smaller.row))) return false;
    }
    for (const row of broken) await setAside(queries, board, 'update', row, now());
    if (smaller !== undefined && data !== undefined) await dropSegment(queries, board, integer(smaller.row, 'first'));
    if (data !== undefined) await addSegment(queries, board, logged, data);
    await dropUpTo(queries, board, seq);
    return true;
  });
}

/** Where it is not known what a board was before, its updates would show nothing. */
const showNothing = async (queries: Queries, board: string): Promise<boolean> =>
  (await spanOf(queries, board)).first > 1 && (await isUnknownBefore(queries, board));

async function take(state: State, board: string, upto: number): Promise<void> {
  const { database } = state;
  if (await showNothing(database, board))
    await database.transaction(async (queries) => {
      // Another server may have written down meanwhile what the board was.
      if ((await lockFolding(queries, board)) && (await showNothing(queries, board)))
        await dropUpTo(queries, board, upto);
    });
  while (await takeOne(state, board, upto));
}

async function forgetUpTo(state: State, board: string, last: number): Promise<void> {
  const { database, now } = state;
  const dropAll = async (queries: Queries, upto: number): Promise<void> => {
    await dropSegmentsUpTo(queries, board, upto);
    const old = await baseOf(queries, board);
    if (old !== undefined) await dropState(queries, board, old.id);
  };
  const isAll = (await spanOfSegments(database, board))?.last === last;
  const snapshot = isAll && (await isSnapshotThere(database, board, last));
  // Where that cannot be made just now (too many ask, too late, too much memory), the board is left for the next sweep.
  const refused = Symbol();
  const base = snapshot ? undefined : await stateAt(state, board, last).catch(() => refused);
  if (typeof base === 'symbol') return;
  const data = base === undefined ? undefined : await packed(base);
  await database.transaction(async (queries) => {
    if (!(await lockFolding(queries, board))) return;
    // The newest piece may have become a larger one meanwhile, and what is new in that is in no log any more.
    if (!(await doesSegmentEndAt(queries, board, last))) return;
    // The log goes on behind a snapshot, and so does history where what came before cannot be made any more.
    await dropAll(queries, data === undefined ? Number.MAX_SAFE_INTEGER : last);
    if (data !== undefined) await writeState(queries, board, { id: baseId(last), seq: last, at: now() }, data);
  });
}

async function thinOut({ database, now }: State, board: string): Promise<void> {
  const all = await momentsOfSegments(database, board);
  const first = (await spanOfSegments(database, board))?.first ?? Number.MAX_SAFE_INTEGER;
  const worth = new Set(thinned(all, now()).filter(({ seq }) => seq >= first));
  const rest = all.filter((moment) => !worth.has(moment)).map(({ seq }) => seq);
  if (rest.length > 0) await dropMoments(database, board, rest);
}

/** Moments of a board on which nothing was done for so long (ms) were thinned out before: a week more than they take to get as old as they are told apart. */
const busyMs = 8 * dayMs;

async function* sweep(state: State, ages: HistoryAges): AsyncGenerator<string, void> {
  const { database } = state;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const step = await boardsWithSegments(database, after, ages, state.now() - busyMs);
    for (const { board } of step.filter(({ isDue }) => isDue)) {
      const last = dueUpTo(await sizesOfSegments(database, board), ages);
      if (last !== undefined) await forgetUpTo(state, board, last);
      await thinOut(state, board);
      yield board;
    }
    const last = step.at(-1);
    if (last?.isDue === false) yield last.board;
    after = last?.board;
  }
}

const namedVersions = ({ database }: State): Pick<History, 'versions' | 'keep' | 'rename' | 'drop' | 'stateOf'> => ({
  versions: (board) => namedStates(database, board),
  async keep(board, version, whole, most) {
    const { id, name, seq, at, by } = version;
    const data = await packed(whole);
    return database.transaction(async (queries) => {
      // A board that was removed meanwhile has no such update any more.
      if (!(await lockFolding(queries, board)) || (await headOf(queries, board)) < seq) return undefined;
      const others = await namedStates(queries, board);
      const taken = others.reduce((sum, other) => sum + other.bytes, data.length);
      if (others.length >= most.versions || taken > most.bytes) return undefined;
      await writeState(queries, board, { id, seq, at, person: by, name }, data);
      return { ...version, bytes: data.length };
    });
  },
  rename: (board, id, name) => renameState(database, board, id, name),
  drop: (board, id) => dropState(database, board, id),
  async stateOf(board, id) {
    const data = await database.atOnce((queries) => readState(queries, board, id));
    return data === undefined ? undefined : unpackedState(data);
  },
});

/** The past of boards in the same database as the log. */
export const postgresHistory = (
  database: Database,
  now: () => number,
  make: MakePastState = pastStateInThread,
): PostgresHistory => {
  const turns = createTurns(mostStates, () => new Failure('OVERLOADED', 'too many ask what boards were'));
  const state: State = { database, now, make, turns };
  return {
    past: {
      span: (board) => database.atOnce((queries) => spanOf(queries, board)),
      before: (board, at) => before(state, board, at),
      moments: (board) => moments(state, board),
      read: (board, after) => read(state, board, after),
      stateAt: (board, seq) => stateAt(state, board, seq),
      sweep: (ages) => sweep(state, ages),
      ...namedVersions(state),
    },
    prepare: (board, upto) => prepare(state, board, upto),
    take: (board, upto) => take(state, board, upto),
  };
};
