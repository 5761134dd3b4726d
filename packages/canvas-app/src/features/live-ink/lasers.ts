import { Failure, type Live, limits, writeLive } from '@gesso/crdt-schema';
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { LaserTrail } from '../../editor/laser.ts';
import type { Sample } from '../../editor/pointer.ts';
import { everyFew } from '../../throttle.ts';
import { createLaserTrails } from './laser-trails.ts';

export interface LasersDeps {
  /** This copy's client id as it is now. */
  readonly client: () => number;
  /** Where my laser has been since the pointer moved last; undefined while it is off. */
  readonly laser: ReadonlySignal<readonly Sample[] | undefined>;
  /** The color of the person at a client. */
  readonly colorOf: (client: number) => string | undefined;
  readonly show: (trails: readonly LaserTrail[]) => void;
  readonly send: (body: Uint8Array) => void;
  /** Milliseconds on the clock of frames; passed in for tests. */
  readonly now: () => number;
}

export interface Lasers {
  /** Takes what the laser of a peer says. */
  receive(message: Live & { readonly type: 'laser' }): void;
  keepOnly(clients: ReadonlySet<number>): void;
  stop(): void;
}

/** Places travel at most this often (ms). */
const interval = 33;
/** Trails are given to be painted at most this often (ms). */
const paintEvery = 8;
/** ms between two looks for what has faded. */
const pruneEvery = 500;
/** The light of who is not known yet. */
const unknown = '#e03131';

/** Shows all laser pointers, mine at once, and tells the others of mine. */
export const startLasers = ({ client, laser, colorOf, show, send, now }: LasersDeps): Lasers => {
  const trails = createLaserTrails();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let live = 0;
  let seq = 0;
  let lit = false;
  let unsent: number[] = [];

  /** What hundreds say is shown together. */
  const shown = everyFew(paintEvery, () => {
    const all = trails.all();
    show(all);
    if (all.length > 0)
      timer ??= setTimeout(() => {
        timer = undefined;
        trails.prune(now());
        shown.request();
      }, pruneEvery);
  });
  const post = (xy: readonly number[]) => {
    seq += 1;
    try {
      send(writeLive({ type: 'laser', client: client(), live, seq, xy }));
    } catch (error) {
      // Beyond the end of the board it is seen by nobody else.
      if (!(error instanceof Failure)) throw error;
    }
  };
  const sendRest = () => {
    const most = 2 * limits.liveLaserPoints;
    for (let i = 0; i < unsent.length; i += most) post(unsent.slice(i, i + most));
    unsent = [];
  };
  const pump = everyFew(interval, sendRest);
  const mine = () => ({ client: client(), live, color: colorOf(client()) ?? unknown });
  const turnOff = () => {
    if (!lit) return;
    lit = false;
    trails.add(mine(), [], now(), true);
    sendRest();
    post([]);
  };

  const stop = effect(() => {
    const samples = laser.value;
    if (samples === undefined) turnOff();
    else {
      if (!lit) live = (live + 1) & 0xffff;
      lit = true;
      const xy = samples.flatMap(({ at }) => [at.x, at.y]);
      trails.add(mine(), xy, now(), true);
      unsent.push(...xy);
      pump.request();
    }
    shown.request();
  });
  return {
    receive({ client: from, live: press, xy }) {
      trails.add({ client: from, live: press, color: colorOf(from) ?? unknown }, xy, now(), false);
      shown.request();
    },
    keepOnly(clients) {
      trails.keepOnly(new Set([...clients, client()]));
      shown.request();
    },
    stop() {
      stop();
      pump.stop();
      shown.stop();
      clearTimeout(timer);
    },
  };
};
