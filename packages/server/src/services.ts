import { Failure, type FailureCode } from '@gesso/crdt-schema';
import { type BoardAccess, createAccess } from './auth/access.ts';
import { builtInHooks } from './auth/built-in.ts';
import { createSessions, type Sessions } from './auth/sessions.ts';
import { createTickets, type Tickets } from './auth/tickets.ts';
import type { Config } from './config.ts';
import { isSecure } from './exposure.ts';
import { type ActiveHooks, activateHooks, type Hooks } from './hooks.ts';
import { type Load, noLoad } from './load.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createRooms, type Rooms, type RoomsDeps } from './rooms/rooms.ts';
import { eventOf, type RefusedAt, type SecurityEvent, securityEvents } from './security-events.ts';
import type { AuditRecord, Records } from './stores/records.ts';
import type { Store } from './stores/store.ts';

/** Everything the plugins and routes work with. Nothing here knows Fastify. */
export interface Services {
  readonly config: Config;
  readonly records: Records;
  readonly store: Store;
  readonly hooks: ActiveHooks;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly access: BoardAccess;
  readonly rooms: Rooms;
  /** Boards that are loaded. */
  readonly openBoards: ReadonlySet<string>;
  readonly now: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly load: Load;
  /** Counts and logs what was refused, under the name of its security event where it has one. `error` is told when it is ours. */
  refused(at: RefusedAt, failure: Failure, facts: object, error?: unknown): void;
  /** Remembers what somebody did. Never fails: an audit that cannot be written must not undo what was done. */
  audit(
    event: SecurityEvent,
    record: Omit<AuditRecord, 'at' | 'event' | 'facts'> & { readonly facts?: AuditRecord['facts'] },
  ): void;
}

/** Where the server tells its operator something. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface ServicesDeps {
  readonly config: Config;
  readonly store: Store;
  readonly records: Records;
  readonly hostHooks: Partial<Hooks>;
  /** Without it nobody is ever turned away for load. */
  readonly load?: Load | undefined;
  readonly log: Log;
  readonly now?: (() => number) | undefined;
  readonly idleMs?: number | undefined;
  /** For tests: how the rooms wait, when they fold and what they keep a document in. */
  readonly pace?: Pick<RoomsDeps, 'timers' | 'foldAt' | 'openReplica' | 'slice'> | undefined;
}

/** How stale a board's "last changed" may get while people draw: writing it costs a flush to disk. */
const touchEveryMs = 10_000;

export const createServices = (deps: ServicesDeps): Services => {
  const { config, records, hostHooks, log, load = noLoad, now = Date.now } = deps;
  const metrics = createMetrics();
  const store = metrics.measured(deps.store);
  const sessions = createSessions(records, isSecure(config), now);
  const hooks = activateHooks(builtInHooks({ records, sessions, jwt: config.jwt, now }), hostHooks);
  const openBoards = new Set<string>();
  const touched = new Map<string, number>();

  const audit: Services['audit'] = (event, { board, person, facts = {} }) => {
    const record = { at: now(), event, board, person, facts };
    log.info({ event, board, person, ...facts }, securityEvents[event]);
    guarded(log, 'onAudit', () => hooks.onAudit?.(record));
    records.audit(record).catch((error) => log.error({ err: error, event }, 'an audit record was not written'));
  };

  const refused: Services['refused'] = (at, failure, facts, error = failure) => {
    const { code, detail } = failure;
    metrics.refused(at, code);
    const event = eventOf(at, failure);
    const told = { ...(event === undefined ? {} : { event }), at, code, detail, ...facts };
    if (ours.has(code)) log.error({ ...told, err: error }, 'the server could not do what it should');
    else log.info(told, event === undefined ? 'a request was refused' : securityEvents[event]);
  };

  const touch = (board: string): void => {
    touched.set(board, now());
    records
      .updateBoard(board, { updatedAt: now() })
      .catch((error) => log.error({ err: error, board }, 'the time of the last change was not written'));
  };

  const rooms = createRooms({
    store,
    now,
    ...(deps.idleMs === undefined ? {} : { idleMs: deps.idleMs }),
    ...deps.pace,
    events: {
      beforeUpdate(board, update, { person, role }) {
        try {
          hooks.beforeUpdate?.(update, { board, person, role });
        } catch (error) {
          throw error instanceof Failure ? error : new Failure('FORBIDDEN', `hook: ${String(error)}`);
        }
        metrics.accepted(update);
      },
      onStored(board, bytes) {
        if (now() - (touched.get(board) ?? Number.NEGATIVE_INFINITY) >= touchEveryMs) touch(board);
        guarded(log, 'onStored', () => hooks.onStored?.(board, bytes));
      },
      onRefused(board, { person }, failure) {
        refused('frame', failure, { board, person: person.id });
      },
      onOpen(board) {
        openBoards.add(board);
        guarded(log, 'onBoardOpen', () => hooks.onBoardOpen?.(board));
      },
      onClosed(board) {
        openBoards.delete(board);
        touched.delete(board);
        guarded(log, 'onBoardClosed', () => hooks.onBoardClosed?.(board));
      },
      onNamed(board, name) {
        records
          .updateBoard(board, { title: name })
          .catch((error) => log.error({ err: error, board }, 'the new title was not written'));
      },
      onDamage(board, count) {
        log.error({ board, records: count }, 'part of a board was unreadable and has been set aside');
        audit('board.damaged', { board, facts: { records: count } });
      },
      onCostly(board, count) {
        log.error({ board, records: count }, 'part of a board would have held up everybody and has been set aside');
        audit('board.damaged', { board, facts: { costly: count } });
      },
      onStoreHealth(error) {
        if (error === undefined) log.warn({}, 'the store works again');
        else log.error({ err: error }, 'the store fails; changes are held in memory and not acknowledged');
      },
      onTrouble(what, error) {
        log.error({ err: error }, `trouble with ${what}`);
      },
    },
  });

  metrics.show({
    connections: () => rooms.connections,
    rooms: () => rooms.open,
    degraded: () => rooms.degraded,
    overloaded: () => load.overloaded,
    loopDelayMs: () => load.delayMs,
  });

  return {
    config,
    records,
    store,
    hooks,
    sessions,
    tickets: createTickets(now),
    access: createAccess({ records, hooks, now }),
    rooms,
    openBoards,
    now,
    log,
    metrics,
    load,
    refused,
    audit,
  };
};

/** Refusals that are the server's own fault; every other 5xx is it looking after itself. */
const ours: ReadonlySet<FailureCode> = new Set(['INTERNAL', 'STORE_UNAVAILABLE']);

/** A hook that only watches must not break what it watches. */
const guarded = (log: Log, name: string, hook: () => void): void => {
  try {
    hook();
  } catch (error) {
    log.error({ err: error }, `the hook ${name} failed`);
  }
};
