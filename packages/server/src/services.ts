import { randomBytes } from 'node:crypto';
import { Failure, type FailureCode } from '@gesso/crdt-schema';
import { type BoardAccess, createAccess } from './auth/access.ts';
import { builtInHooks } from './auth/built-in.ts';
import { type ActiveHooks, activateHooks, type Hooks } from './auth/hooks.ts';
import { createSessions, type Sessions } from './auth/sessions.ts';
import { createTickets, type Tickets } from './auth/tickets.ts';
import { createTries } from './auth/tries.ts';
import { createVisitors, type Visitors } from './auth/visitors.ts';
import type { Config } from './config/config.ts';
import { isSecure } from './config/insecure-exposure.ts';
import { type Load, noLoad } from './observe/event-loop-load.ts';
import type { Log } from './observe/log.ts';
import { createMetrics, type Metrics } from './observe/metrics.ts';
import { eventOf, type RefusedAt, type SecurityEvent } from './observe/security-events.ts';
import { createSecurityLog } from './observe/security-log.ts';
import { type Connections, createConnections } from './quotas/connections.ts';
import { createRateLimits, type RateLimits } from './quotas/rate-limits.ts';
import { createStorage, type Storage } from './quotas/storage.ts';
import { type Answers, createAnswers } from './quotas/unread-answers.ts';
import type { Access } from './rooms/member.ts';
import { createRooms, type Rooms, type RoomsDeps } from './rooms/rooms.ts';
import { type PatientRepositories, patientRepositories } from './stores/patient-repositories.ts';
import type { AuditRecord, Repositories } from './stores/repositories.ts';
import type { Store } from './stores/store.ts';
import { createTimers, type Timers } from './timers.ts';

/** Everything the plugins and routes work with. Nothing here knows Fastify. */
export interface Services {
  readonly config: Config;
  readonly repositories: PatientRepositories;
  readonly store: Store;
  readonly hooks: ActiveHooks;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly visitors: Visitors;
  readonly access: BoardAccess;
  readonly rooms: Rooms;
  /** Boards that are loaded. */
  readonly openBoards: ReadonlySet<string>;
  readonly now: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly load: Load;
  readonly timers: Timers;
  /** What people, boards and addresses move over sockets and in documents, counted together. */
  readonly paces: RateLimits;
  readonly answers: Answers;
  readonly connections: Connections;
  readonly storage: Storage;
  /** Is told of connections that are cut for being too many, and of what the system says when it cannot accept one. */
  readonly overrun: { readonly tooMany: (address: string) => void; readonly trouble: (error: unknown) => void };
  /** Counts and logs what was refused, under the name of its security event where it has one. `error` is told when it is ours. */
  refused(at: RefusedAt, failure: Failure, facts: object, error?: unknown): void;
  /** Asked for every update before it is taken. Throws the `Failure` it is refused with. */
  beforeUpdate(
    board: string,
    update: Uint8Array,
    access: Pick<Access, 'person' | 'role'>,
    /** Whether it goes on with something of which a part was accepted. */
    continued?: boolean,
  ): void;
  onStored(board: string, bytes: number): void;
  /** Tells the log of something that matters to security. */
  security(event: SecurityEvent, facts: object): void;
  /** Remembers what a person did. Never fails: an audit that cannot be written must not undo what was done. */
  audit(
    event: SecurityEvent,
    record: Omit<AuditRecord, 'at' | 'event' | 'facts'> & { readonly facts?: AuditRecord['facts'] },
  ): void;
}

export interface ServicesDeps {
  readonly config: Config;
  readonly store: Store;
  readonly repositories: Repositories;
  readonly hostHooks: Partial<Hooks>;
  /** Without it nobody is ever turned away for load. */
  readonly load?: Load | undefined;
  readonly log: Log;
  readonly now?: (() => number) | undefined;
  readonly idleMs?: number | undefined;
  /** What guests' cookies are signed with before anything is stored of them; without it they end with the process. */
  readonly guestSecret?: Uint8Array | undefined;
  /** For tests: what is free on the disk. */
  readonly freeBytes?: (() => number) | undefined;
  /** For tests: how the rooms wait, when they fold and what they keep a document in. */
  readonly pace?: Pick<RoomsDeps, 'timers' | 'foldAt' | 'openReplica' | 'slice'> | undefined;
}

/** How stale a board's "last changed" may get while people draw: writing it costs a flush to disk. */
const touchEveryMs = 10_000;

export const createServices = (deps: ServicesDeps): Services => {
  const { config, hostHooks, log, load = noLoad, now = Date.now, guestSecret = randomBytes(32) } = deps;
  const timers =
    deps.pace?.timers ??
    createTimers((error) => log.error({ err: error }, 'something that was due at this time failed'));
  const storage = createStorage({ config, elapsed: timers.elapsed, free: deps.freeBytes });
  const metrics = createMetrics();
  const store = metrics.measured(deps.store);
  const repositories = patientRepositories(deps.repositories, {
    timers,
    trouble: (error) => log.error({ err: error }, 'who opens boards cannot be written down; it is tried again'),
  });
  const sessions = createSessions({
    repository: repositories.sessions,
    secret: guestSecret,
    secure: isSecure(config),
    now,
  });
  const hooks = activateHooks(builtInHooks({ repositories, sessions, jwt: config.jwt, now }), hostHooks);
  const openBoards = new Set<string>();
  const touched = new Map<string, number>();

  const told = createSecurityLog(log, timers.elapsed);

  const audit: Services['audit'] = (event, { board, person, facts = {} }) => {
    const record = { at: now(), event, board, person, facts };
    told.event(event, { board, person, ...facts });
    guarded(log, 'onAudit', () => hooks.onAudit?.(record));
    repositories.audit
      .append(record)
      .catch((error) => log.error({ err: error, event }, 'an audit record was not written'));
  };

  const refused: Services['refused'] = (at, failure, facts, error = failure) => {
    const { code, detail } = failure;
    metrics.refused(at, code);
    const event = eventOf(at, failure);
    const all = { at, code, detail, ...facts };
    if (ours.has(code)) told.refusal(code, { ...(event === undefined ? {} : { event }), ...all, err: error }, true);
    else if (event === undefined) told.refusal(code, all, false);
    else told.event(event, all);
  };

  const touch = (board: string): void => {
    touched.set(board, now());
    repositories.boards
      .update(board, { updatedAt: now() })
      .catch((error) => log.error({ err: error, board }, 'the time of the last change was not written'));
  };

  const beforeUpdate: Services['beforeUpdate'] = (board, update, { person, role }, continued = false) => {
    storage.draw(person.id, update.length, continued);
    try {
      hooks.beforeUpdate?.(update, { board, person, role });
    } catch (error) {
      throw error instanceof Failure ? error : new Failure('FORBIDDEN', `hook: ${String(error)}`);
    }
    metrics.accepted(update);
  };

  const onStored: Services['onStored'] = (board, bytes) => {
    if (now() - (touched.get(board) ?? Number.NEGATIVE_INFINITY) >= touchEveryMs) touch(board);
    guarded(log, 'onStored', () => hooks.onStored?.(board, bytes));
  };

  const rooms = createRooms({
    store,
    now,
    timers,
    ...(deps.idleMs === undefined ? {} : { idleMs: deps.idleMs }),
    ...deps.pace,
    events: {
      beforeUpdate,
      onStored,
      onRefused(board, { person, ip, connection }, failure) {
        refused('frame', failure, { board, person: person.id, ip, connection });
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
        repositories.boards
          .update(board, { title: name })
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
    repositories,
    store,
    hooks,
    sessions,
    tickets: createTickets(now),
    visitors: createVisitors(guestSecret, now),
    access: createAccess({ repositories, hooks, tries: createTries(timers.elapsed), now }),
    rooms,
    openBoards,
    now,
    log,
    metrics,
    load,
    timers,
    paces: createRateLimits(),
    answers: createAnswers(timers),
    storage,
    connections: createConnections(config),
    overrun: {
      tooMany(ip) {
        metrics.denied();
        told.event('limit.hit', { at: 'connection', ip });
      },
      trouble: (error) => log.error({ err: error }, 'a connection could not be accepted'),
    },
    refused,
    beforeUpdate,
    onStored,
    security: told.event,
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
