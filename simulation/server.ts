import './globals.ts';
import { Failure, failures } from '@gesso/crdt-schema';
import type { Principal } from '../packages/server/src/auth/hooks.ts';
import { personOf } from '../packages/server/src/auth/people.ts';
import type { Bus } from '../packages/server/src/bus/bus.ts';
import { readConfig } from '../packages/server/src/config/config.ts';
import { watchRevocations } from '../packages/server/src/maintenance/revocations.ts';
import { failureOf } from '../packages/server/src/plugins/failures.ts';
import { createFairQueue } from '../packages/server/src/quotas/fair-queue.ts';
import { createRateLimits } from '../packages/server/src/quotas/rate-limits.ts';
import { createConnectionIntake } from '../packages/server/src/rooms/connection-intake.ts';
import type { CompactionLimits } from '../packages/server/src/rooms/lifecycle/tail.ts';
import type { Access, ClientSocket } from '../packages/server/src/rooms/member.ts';
import type { Arrival } from '../packages/server/src/rooms/rooms.ts';
import { slice } from '../packages/server/src/rooms/updates/slicing.ts';
import { createServices, type Services } from '../packages/server/src/services/services.ts';
import type { Repositories } from '../packages/server/src/stores/repositories.ts';
import type { Store } from '../packages/server/src/stores/store.ts';
import type { Timers } from '../packages/server/src/timers.ts';
import { effortOf } from './effort.ts';
import { type Gate, timersOf } from './gate.ts';
import type { Net, ServerEnd } from './net.ts';
import type { Sabotage } from './sabotage.ts';
import type { VirtualTime } from './time.ts';

export const boardId = 'the-board';

/** What a process tells the world about itself. */
export interface Watch {
  /** A person was let in, as this person with this role. */
  admitted(end: ServerEnd, person: string): void;
  received(end: ServerEnd, frame: Uint8Array): void;
  /** How much it was to take a frame. */
  worked(end: ServerEnd, frame: Uint8Array, effort: number): void;
  sent(end: ServerEnd, frame: Uint8Array): void;
  left(end: ServerEnd): void;
  /** Something went wrong inside that nothing from outside explains. */
  broke(what: string): void;
}

export interface ServerDeps {
  readonly time: VirtualTime;
  readonly net: Net;
  /** Its place among all servers of the world. */
  readonly node: number;
  /** While it is shut, the process is paused. */
  readonly gate: Gate;
  /** How far its clock is off (ms). */
  readonly clock: number;
  /** How it hears other servers on the same boards, where there are such. */
  readonly join?: ((timers: Timers, alive: () => boolean) => Bus) | undefined;
  readonly open: (alive: () => boolean) => { readonly store: Store; readonly repositories: Repositories };
  readonly watch: Watch;
  readonly idleMs: number;
  readonly compactAt: CompactionLimits;
  readonly sabotage: Sabotage;
  /** Keeps a frame from the server: an attack that is known to work is not tried again and again. */
  readonly spares: (end: ServerEnd, frame: Uint8Array) => boolean;
  /** Who calls on a link. */
  readonly principalOf: (link: string) => Principal;
}

/** One life of the server, from its start to its end. */
export interface ServerProcess {
  readonly services: Services;
  /** No clean-up of any kind: the process is gone. */
  kill(): void;
  /** As on SIGTERM. */
  drain(overMs: number): Promise<void>;
}

const config = readConfig({}, '/');

/** How often it is looked what other servers have stored of which no word came (ms), as in the product. */
const headsEveryMs = 5_000;
const seldomMs = 10_000;

/** Starts the rooms, the access rules and the sockets on a simulated network. What Fastify and `ws` do is played by `net`. */
export const startServer = (deps: ServerDeps): ServerProcess => {
  const { time, net, watch, sabotage, gate } = deps;
  let alive = true;
  let draining = false;
  const timers = timersOf(time, () => alive, gate);
  const bus = deps.join?.(timers, () => alive);
  const now = (): number => time.wall() + deps.clock;
  const turns = createFairQueue(timers);
  const rateLimits = createRateLimits();
  const opened = deps.open(() => alive);
  const store = sabotage.store?.(opened.store, time) ?? opened.store;
  const made = createServices({
    config,
    store,
    repositories: opened.repositories,
    hostHooks: {},
    now,
    bus,
    headsEveryMs: bus === undefined ? undefined : headsEveryMs,
    idleMs: deps.idleMs,
    roomSettings: {
      timers,
      compactAt: deps.compactAt,
      slice: async (unsliced) => slice(unsliced),
      ...(sabotage.openReplica === undefined ? {} : { openReplica: sabotage.openReplica }),
    },
    log: {
      info: () => {},
      warn: () => {},
      error(facts) {
        const { code, detail } = facts as { readonly code?: string; readonly detail?: string };
        if (code === 'INTERNAL') watch.broke(detail ?? 'something');
      },
    },
  });
  const services = sabotage.services?.(made) ?? made;
  /** In no world a link runs out by the clock, for which the product looks twice a second. */
  const seldom: Timers = { ...timers, every: (ms, work) => timers.every(ms < 1_000 ? seldomMs : ms, work) };
  const stopWatching =
    bus === undefined
      ? () => undefined
      : watchRevocations({ ...services, timers: seldom, changedElsewhere: () => false });

  /** The same steps in the same order as `plugins/sockets.ts`. */
  const admit = async (principal: Principal): Promise<Access> => {
    const { grant } = await services.access.admit(principal, boardId, 'viewer');
    await services.repositories.boards.visit(principal.id, boardId, now());
    const access = { person: personOf(principal), role: grant.role, link: grant.link, until: grant.until };
    return { ...access, stay: { board: boardId, person: principal.id, link: principal.link } };
  };
  const come = async (principal: Principal): Promise<Arrival> => {
    if (draining) throw new Failure('DRAINING');
    const arrival = await services.rooms.arrive(boardId, () => admit(principal));
    return sabotage.arrival?.(arrival) ?? arrival;
  };
  const turnAway = (end: ServerEnd, error: unknown): void => {
    const failure = failureOf(error);
    services.refused('socket', failure, { board: boardId });
    end.close(failures[failure.code].close, failure.code);
  };

  const converse = (end: ServerEnd, arrival: Arrival): void => {
    const { person } = arrival.access;
    const socket: ClientSocket = {
      send(frame) {
        if (!alive || !end.open) return;
        watch.sent(end, frame);
        end.send(frame);
      },
      close: (code) => end.close(failures[code].close, code),
      get backlog() {
        return end.backlog;
      },
    };
    watch.admitted(end, person.id);
    const connection = arrival.join(socket, end.url.includes('gesso=1'));
    const intake = createConnectionIntake({
      board: boardId,
      turns,
      rateLimit: rateLimits.of({ person: person.id, board: boardId, ip: end.from }),
      reader: end,
      timers,
      refuse: (failure) => connection.refuse(failure),
    });
    const take = (frame: Uint8Array): void => {
      if (!alive || deps.spares(end, frame)) return;
      intake.frame(frame.length, () => {
        if (!alive) return;
        watch.received(end, frame);
        watch.worked(
          end,
          frame,
          effortOf(() => connection.receive(frame)),
        );
      });
    };
    end.onFrame = (frame) => gate.enter(() => take(frame));
    const ends = (): void => {
      if (!alive) return;
      intake.end(() => {
        watch.left(end);
        connection.leave();
        arrival.release();
      });
    };
    end.onClose = () => gate.enter(ends);
  };

  const answer = (end: ServerEnd): void => {
    if (!alive) return;
    come(deps.principalOf(end.from)).then(
      (entry) => {
        if (!alive) return;
        if (!end.accept()) {
          entry.release();
          return;
        }
        try {
          converse(end, entry);
        } catch (error) {
          watch.left(end);
          entry.release();
          turnAway(end, error);
        }
      },
      (error: unknown) => {
        if (alive && end.accept()) turnAway(end, error);
      },
    );
  };
  const stopListening = net.listen(deps.node, (end) => gate.enter(() => answer(end)));

  return {
    services,
    kill() {
      alive = false;
      stopListening();
    },
    async drain(overMs) {
      draining = true;
      stopWatching();
      await services.rooms.drain(overMs);
      await bus?.close();
      alive = false;
      stopListening();
    },
  };
};
