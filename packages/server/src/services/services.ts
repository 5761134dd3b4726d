import { randomBytes } from 'node:crypto';
import { createPictureEncoder, type PictureEncoder, type PictureEncoderDeps } from '../assets/picture-encoder.ts';
import { type BoardAccess, createAccess } from '../auth/access.ts';
import { builtInHooks } from '../auth/built-in.ts';
import { type ActiveHooks, activateHooks, type Hooks } from '../auth/hooks.ts';
import { createMayReturn, type MayReturn } from '../auth/may-return.ts';
import { createMoves, type Moves } from '../auth/moves.ts';
import { createSessions, type Sessions } from '../auth/sessions.ts';
import { createTickets, type Tickets } from '../auth/tickets.ts';
import { createTries } from '../auth/tries.ts';
import { createVisitors, type Visitors } from '../auth/visitors.ts';
import type { Bus } from '../bus/bus.ts';
import { createLocalBus } from '../bus/local.ts';
import type { Config } from '../config/config.ts';
import { isSecure } from '../config/insecure-exposure.ts';
import { type Libraries, openLibraries } from '../libraries/libraries.ts';
import { type Load, noLoad } from '../observe/event-loop-load.ts';
import type { Log } from '../observe/log.ts';
import { createMetrics, type Metrics } from '../observe/metrics.ts';
import { createExports, type Exports } from '../pictures/exports.ts';
import { createThumbnails, type Thumbnails } from '../pictures/thumbnails.ts';
import { type Connections, createConnections } from '../quotas/connections.ts';
import { createDownloads, type Downloads } from '../quotas/downloads.ts';
import { createLedger, type Ledger } from '../quotas/ledger.ts';
import { createRateLimits, type RateLimits } from '../quotas/rate-limits.ts';
import { createSearches, type Searches } from '../quotas/searches.ts';
import { createStorageBudget, type StorageBudget } from '../quotas/storage-budget.ts';
import { type Answers, createAnswers } from '../quotas/unread-answers.ts';
import { createClosedBoardNamer } from '../rooms/replica/closed-board-name.ts';
import { createRooms, type Rooms, type RoomsDeps } from '../rooms/rooms.ts';
import { type PatientRepositories, patientRepositories } from '../stores/patient-repositories.ts';
import type { Repositories } from '../stores/repositories.ts';
import type { Store } from '../stores/store.ts';
import { createTexts, type Texts } from '../texts/texts.ts';
import { createTimers, type Timers } from '../timers.ts';
import { createWebhooks, type Webhooks } from '../webhooks/webhooks.ts';
import { type Asks, createAsks } from './asks.ts';
import { mayTouchBy } from './may-touch.ts';
import { roomEvents } from './on-room-events.ts';
import { createReports, type Reports } from './reports.ts';

/** Everything the plugins and routes work with. Nothing here knows Fastify. */
export interface Services extends Reports {
  readonly config: Config;
  readonly repositories: PatientRepositories;
  readonly store: Store;
  readonly hooks: ActiveHooks;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly visitors: Visitors;
  /** Keys by which guests go on in another browser. */
  readonly moves: Moves;
  readonly access: BoardAccess;
  /** Whether anything lets a person in who was let in a while ago. Absent where a host application decides: what it gives until a time is over then. */
  readonly mayReturn: MayReturn | undefined;
  /** Who asks to draw on which board. */
  readonly asks: Asks;
  readonly rooms: Rooms;
  /** Boards that are loaded. */
  readonly openBoards: ReadonlySet<string>;
  /** Works out the update that names a board that nobody has open. */
  readonly nameClosedBoard: ReturnType<typeof createClosedBoardNamer>;
  readonly now: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly load: Load;
  readonly timers: Timers;
  /** What people, boards and addresses move over sockets and in documents, counted together. */
  readonly rateLimits: RateLimits;
  readonly answers: Answers;
  readonly downloads: Downloads;
  /** Makes of files pictures that are safe to keep. */
  readonly pictures: PictureEncoder;
  /** Pictures of whole boards, for lists of them. */
  readonly thumbnails: Thumbnails;
  /** The same as large as they are wanted, to be taken away. */
  readonly exports: Exports;
  /** What the operator offers to all. */
  readonly libraries: Libraries;
  /** What is written on boards, for those who look for it in their list. */
  readonly texts: Texts;
  readonly searches: Searches;
  /** Tells other servers what happens on boards. */
  readonly webhooks: Webhooks;
  readonly connections: Connections;
  /** What holds for all servers together is counted by it. */
  readonly ledger: Ledger;
  readonly storage: StorageBudget;
  /** Is told of connections that are cut for being too many, and of what the system says when it cannot accept one. */
  readonly overrun: { readonly tooMany: (address: string) => void; readonly trouble: (error: unknown) => void };
  /** What the server does when something happens in a room; for what happens to a board without one. */
  readonly events: Pick<RoomsDeps['events'], 'beforeUpdate' | 'onStored'>;
  /** The same of rights on parts of a board, where there are such. */
  readonly mayTouch: RoomsDeps['mayTouch'];
}

export interface ServicesDeps {
  readonly config: Config;
  readonly store: Store;
  /** How other servers on the same boards are told; a bus with nobody else on it unless given. */
  readonly bus?: Bus | undefined;
  /** Where other servers have the same boards: how often (ms) it is looked what they have stored of which no word came. */
  readonly headsEveryMs?: number | undefined;
  readonly repositories: Repositories;
  readonly hostHooks: Partial<Hooks>;
  /** Without it nobody is ever turned away for load. */
  readonly load?: Load | undefined;
  readonly log: Log;
  readonly now?: (() => number) | undefined;
  readonly idleMs?: number | undefined;
  /** What guests' cookies are signed with before anything is stored of them; without it they end with the process. */
  readonly guestSecret?: Uint8Array | undefined;
  /** For tests: how pictures are decoded. */
  readonly pictures?: Pick<PictureEncoderDeps, 'deadlineMs' | 'flags'> | undefined;
  /** For tests: what is free on the disk. */
  readonly freeBytes?: (() => number) | undefined;
  /** For tests: how the rooms wait, when they compact and what they keep a document in. */
  readonly roomSettings?: Pick<RoomsDeps, 'timers' | 'compactAt' | 'openReplica' | 'slice'> | undefined;
}

const overrunOf = (metrics: Metrics, reports: Reports, log: Log): Services['overrun'] => ({
  tooMany(ip) {
    metrics.denied();
    reports.security('limit.hit', { at: 'connection', ip });
  },
  trouble: (error) => log.error({ err: error }, 'a connection could not be accepted'),
});

const sessionsOf = (config: Config, { sessions }: Repositories, secret: Uint8Array, now: () => number): Sessions =>
  createSessions({ repository: sessions, secret, secure: isSecure(config), now });

const timersThatTell = (log: Log): Timers =>
  createTimers((error) => log.error({ err: error }, 'something that was due at this time failed'));

const ledgerOn = (bus: Bus, timers: Timers): Ledger => {
  const ledger = createLedger({ timers, isShared: () => bus.connected, tell: bus.spent });
  bus.listen({ spent: ledger.hear });
  return ledger;
};

const asksOn = (bus: Bus, now: () => number): Asks => {
  const asks = createAsks(now, bus.order);
  bus.listen({ order: asks.hear });
  return asks;
};

const librariesOf = ({ librariesDir }: Config, log: Log): Libraries =>
  openLibraries(librariesDir, (error) => log.error({ err: error }, 'the folder of libraries cannot be read'));

const show = (
  metrics: Metrics,
  { rooms, load, pictures, bus }: Pick<Services, 'rooms' | 'load' | 'pictures'> & { readonly bus: Bus },
): void =>
  metrics.show({
    connections: () => rooms.connections,
    rooms: () => rooms.open,
    degraded: () => rooms.degraded,
    overloaded: () => load.overloaded,
    loopDelayMs: () => load.delayMs,
    waitingPictures: () => pictures.waiting,
    ways: () => bus.ways,
  });

export const createServices = (deps: ServicesDeps): Services => {
  const { config, hostHooks, log, load = noLoad, now = Date.now, guestSecret = randomBytes(32) } = deps;
  const { timers = timersThatTell(log) } = deps.roomSettings ?? {};
  const { bus = createLocalBus().join(), headsEveryMs, idleMs, roomSettings } = deps;
  const ledger = ledgerOn(bus, timers);
  const storage = createStorageBudget({ config, elapsed: timers.elapsed, free: deps.freeBytes, ledger });
  const metrics = createMetrics();
  const pictures = createPictureEncoder({ timers, onDone: metrics.decoded, ...deps.pictures });
  const store = metrics.measured(deps.store);
  const repositories = patientRepositories(deps.repositories, {
    timers,
    trouble: (error) => log.error({ err: error }, 'who opens boards cannot be written down; it is tried again'),
  });
  const sessions = sessionsOf(config, repositories, guestSecret, now);
  const hooks = activateHooks(builtInHooks({ repositories, sessions, jwt: config.jwt, now }), hostHooks);
  const webhooks = createWebhooks({ repository: repositories.webhooks, config, timers, log, now });
  const { boards, audit: auditLog } = repositories;
  const reports = createReports({ log, metrics, hooks, webhooks, auditLog, now, elapsed: timers.elapsed });
  const openBoards = new Set<string>();
  const searches = createSearches(timers.elapsed);
  const texts = createTexts({
    store,
    repository: repositories.texts,
    walk: searches.walk,
    hasRoom: storage.hasRoom,
    timers,
    now,
    trouble: (error, board) => log.error({ err: error, board }, 'what is written on a board was not read'),
  });
  const events = roomEvents({ log, metrics, hooks, boards, texts, webhooks, storage, reports, openBoards, now });
  const mayTouch = mayTouchBy(hooks);
  const idle = idleMs === undefined ? {} : { idleMs };
  const rooms = createRooms({ store, now, timers, bus, headsEveryMs, mayTouch, ...idle, ...roomSettings, events });

  show(metrics, { rooms, load, pictures, bus });

  return {
    ...reports,
    config,
    repositories,
    store,
    hooks,
    sessions,
    tickets: createTickets(now, repositories.keys),
    visitors: createVisitors(guestSecret, now),
    moves: createMoves(now, repositories.keys),
    asks: asksOn(bus, now),
    access: createAccess({ repositories, hooks, tries: createTries(timers.elapsed, repositories.counters), now }),
    mayReturn: hooks.links ? createMayReturn(repositories, now) : undefined,
    rooms,
    openBoards,
    nameClosedBoard: createClosedBoardNamer(timers),
    now,
    log,
    metrics,
    load,
    timers,
    rateLimits: createRateLimits({ ledger, elapsed: timers.elapsed }),
    answers: createAnswers(timers),
    downloads: createDownloads(timers),
    pictures,
    thumbnails: createThumbnails({ store, assets: repositories.assets, timers }),
    exports: createExports({ store, assets: repositories.assets, timers }),
    libraries: librariesOf(config, log),
    texts,
    searches,
    webhooks,
    ledger,
    storage,
    connections: createConnections(config),
    overrun: overrunOf(metrics, reports, log),
    events,
    mayTouch,
  };
};
