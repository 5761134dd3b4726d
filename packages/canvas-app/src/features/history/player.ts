import type { Film } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals';
import { type FilmTime, filmTime, firstSpeed, type Speed, speeds } from './film-time.ts';

/**
 * Elements that change in one frame, about: what is further away is caught up with in several. As many as the page paints without missing
 * frames, between these.
 */
const atOnce = { least: 25, most: 400 } as const;
/** ms from one frame to the next from which too much is asked of the page. */
const slowFrame = 24;
/** Steps that are far, and ms that one stays where one went before the film goes there, when it is far. */
const far = 100;
const rest = 120;
/** ms that pass in one frame at most: a page that was away goes on where it was. */
const longestFrame = 100;

/** A film that is played. Times are in ms of the film. */
export interface Player {
  readonly time: ReadonlySignal<number>;
  readonly length: number;
  readonly playing: ReadonlySignal<boolean>;
  readonly speed: ReadonlySignal<Speed>;
  /** Steps done at the time that is shown, whether or not the board has caught up with them. */
  readonly position: ReadonlySignal<number>;
  readonly times: FilmTime;
  /** Whether the board shows the position. */
  hasCaughtUp(): boolean;
  /** Plays, from the start where it was at the end. */
  play(): void;
  pause(): void;
  seek(time: number): void;
  /** Goes to a position and stays there. */
  show(position: number): void;
  faster(): void;
  slower(): void;
  setSpeed(speed: Speed): void;
  stop(): void;
}

/** What asks for frames: of the window, but in tests. */
export type Frames = Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'>;

/** Pictures that are shown instead of a position that is far from the one that is shown. */
export interface StandIn {
  /** Shows about what a position would; false where it cannot. */
  show(position: number): boolean;
  hide(): void;
}

/** A film in which nothing is shown but itself. */
const noStandIn: StandIn = { show: () => false, hide: () => undefined };

/** Has a picture shown of what is far away; the film itself goes there when one stays. */
function createHold(film: Film, standIn: StandIn) {
  let isSought = false;
  let soughtAt = 0;
  let isOn = false;
  return {
    /** Whether a picture is shown. */
    get isOn() {
      return isOn;
    },
    /** Another position is wanted. */
    sought() {
      isSought = true;
    },
    /** Returns whether the film stays where it is for now. */
    holds(now: number, position: number, isPlaying: boolean): boolean {
      if (isSought) soughtAt = now;
      isSought = false;
      const isFar = !isPlaying && Math.abs(film.position - position) > far;
      if (isFar && standIn.show(position)) {
        isOn = true;
        if (now - soughtAt < rest) return true;
        // All of it at once: nobody sees how.
        film.seek(position);
      } else if (isOn) {
        // The picture of the frame before, which the page has painted by now.
        isOn = false;
        standIn.hide();
      }
      return false;
    },
  };
}

export function playFilm(film: Film, frames: Frames = window, standIn: StandIn = noStandIn): Player {
  const times = filmTime(film.steps);
  const time = signal(0);
  const playing = signal(false);
  const position = signal(0);
  const speed = signal(firstSpeed(times.length));
  let asked: number | undefined;
  let last: number | undefined;
  let before: number | undefined;
  let most: number = atOnce.most;
  const hold = createHold(film, standIn);

  const frame = (now: number) => {
    asked = undefined;
    if (before !== undefined)
      most = now - before > slowFrame ? Math.max(atOnce.least, most / 2) : Math.min(atOnce.most, most * 1.2);
    if (playing.peek()) {
      const passed = Math.min(longestFrame, now - (last ?? now));
      time.value = Math.min(times.length, time.peek() + passed * speed.peek());
      position.value = times.positionAt(time.peek());
      if (time.peek() >= times.length) playing.value = false;
    }
    last = playing.peek() ? now : undefined;
    before = undefined;
    if (hold.holds(now, position.peek(), playing.peek())) {
      request();
      return;
    }
    film.seek(position.peek(), most);
    if (!playing.peek() && !hold.isOn && film.position === position.peek()) return;
    before = now;
    request();
  };
  const request = () => {
    asked ??= frames.requestAnimationFrame(frame);
  };
  const go = (to: number, steps: number) => {
    time.value = Math.min(times.length, Math.max(0, to));
    position.value = steps;
    hold.sought();
    request();
  };
  const change = (by: number) => {
    const next = speeds[speeds.indexOf(speed.peek()) + by];
    if (next !== undefined) speed.value = next;
  };
  film.seek(0);
  return {
    time,
    length: times.length,
    playing,
    speed,
    position,
    times,
    hasCaughtUp: () => film.position === position.peek(),
    play() {
      if (time.peek() >= times.length) go(0, 0);
      playing.value = true;
      request();
    },
    pause() {
      playing.value = false;
    },
    seek: (to) => go(to, times.positionAt(to)),
    show(wanted) {
      playing.value = false;
      const steps = Math.min(film.steps.length, Math.max(0, wanted));
      go(times.timeOf(steps), steps);
    },
    faster: () => change(1),
    slower: () => change(-1),
    setSpeed(next) {
      speed.value = next;
    },
    stop() {
      playing.value = false;
      if (asked !== undefined) frames.cancelAnimationFrame(asked);
    },
  };
}
