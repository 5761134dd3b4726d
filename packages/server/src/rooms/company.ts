import type { Bus, Present } from '../bus/bus.ts';
import type { Cancel, Timers } from '../timers.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { Slots } from './lifecycle/slots.ts';

/** How long who came and left is gathered before others are told (ms). */
const gatherMs = 100;
/** How often others are told again of every board with people on it (ms). */
const againMs = 15_000;

export interface CompanyDeps {
  readonly bus: Pick<Bus, 'connected' | 'people' | 'opened'>;
  readonly slots: Pick<Slots, 'room' | 'followed'>;
  /** Who has which board open elsewhere: is kept up to date. */
  readonly elsewhere: Elsewhere;
  readonly timers: Timers;
}

/** What servers tell each other of who is on which board. Nothing is done for it while there is nobody to tell. */
export interface Company {
  /** A person came to a board here, left it, or is called otherwise. */
  changed(board: string): void;
  /** This server has just opened a board. */
  open(board: string): void;
  /** Another server has. */
  opened(board: string): void;
  /** Takes who another server says is on a board there. */
  hear(board: string, people: readonly Present[], from: string): void;
  /** Takes what another server says of where its people are. */
  presence(board: string, frame: Uint8Array, from: string): void;
  /** Does what is due by the clock. */
  tick(): void;
  /** Says of every board that nobody is there any more. */
  stop(): void;
}

interface State extends CompanyDeps {
  /** Boards of which others are to be told, and those of which they are to be told where people are as well. */
  readonly changes: Set<string>;
  readonly newcomers: Set<string>;
  /** Boards of which others were told that there are people. */
  readonly told: Set<string>;
  timer: Cancel | undefined;
  toldAt: number;
}

function tell({ bus, slots, told }: State, board: string): void {
  const people = slots.room(board)?.present() ?? [];
  if (people.length === 0 && !told.delete(board)) return;
  if (people.length > 0) told.add(board);
  bus.people(board, people);
}

function flush(state: State): void {
  const { changes, newcomers, slots } = state;
  state.timer = undefined;
  for (const board of changes) tell(state, board);
  for (const board of newcomers) slots.room(board)?.tellPresence();
  changes.clear();
  newcomers.clear();
}

function soon(state: State, board: string): void {
  if (!state.bus.connected) return;
  state.changes.add(board);
  state.timer ??= state.timers.after(gatherMs, () => flush(state));
}

/** Another server has the board open and may know nothing of it here. */
function welcome(state: State, board: string): void {
  if ((state.slots.room(board)?.members ?? 0) === 0) return;
  state.newcomers.add(board);
  soon(state, board);
}

function tick(state: State): void {
  const { bus, elsewhere, slots, timers, told } = state;
  for (const { board, from } of elsewhere.forget()) slots.room(board)?.leaveServer(from);
  if (!bus.connected || timers.elapsed() - state.toldAt < againMs) return;
  state.toldAt = timers.elapsed();
  const open = slots.followed().map(({ board }) => board);
  for (const board of new Set([...told, ...open])) tell(state, board);
}

export const createCompany = (deps: CompanyDeps): Company => {
  const { bus, slots, timers, elsewhere } = deps;
  const state: State = {
    ...deps,
    changes: new Set(),
    newcomers: new Set(),
    told: new Set(),
    timer: undefined,
    toldAt: timers.elapsed(),
  };
  return {
    changed: (board) => soon(state, board),
    open(board) {
      if (bus.connected) bus.opened(board);
    },
    opened: (board) => welcome(state, board),
    hear(board, people, from) {
      const telling = elsewhere.tell(board, people, from);
      if (telling === 'new') welcome(state, board);
      if (telling === 'gone') slots.room(board)?.leaveServer(from);
    },
    presence: (board, frame, from) => slots.room(board)?.hear(frame, from),
    tick: () => tick(state),
    stop() {
      state.timer?.();
      for (const board of state.told) bus.people(board, []);
    },
  };
};
