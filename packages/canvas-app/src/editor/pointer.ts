import type { BoardPoint, ScreenPoint } from './camera.ts';

/** One place the pointer was, with how hard it pressed. */
export interface Sample {
  readonly at: BoardPoint;
  /** 0–1 when the device measures it, else undefined. */
  readonly pressure: number | undefined;
  /** Milliseconds, from the event. */
  readonly time: number;
}

/**
 * What a finger does: `unseen` no pen was seen yet and a finger draws; `alone` a pen draws and one finger moves the paper;
 * `shared` both draw, because a person said so.
 */
export type PenMode = 'unseen' | 'alone' | 'shared';

export type Device = 'mouse' | 'touch' | 'pen';

/** A pointer event in board terms. */
export interface PointerInput extends Sample {
  readonly screen: ScreenPoint;
  readonly device: Device;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, or Cmd on a Mac. */
  readonly mod: boolean;
  /** Everything since the last event, oldest first; the last one is this event itself. */
  readonly samples: readonly Sample[];
  /** Where the browser expects the pointer next: may be shown, never kept. Absent when it does not say. */
  readonly predicted?: readonly Sample[];
}

/** A length for each device, CSS pixels: a finger is less exact than a mouse or a pen. */
export const forDevice = ({ device }: Pick<PointerInput, 'device'>, exact: number, finger: number): number =>
  device === 'touch' ? finger : exact;

/** How far from an element an exact press still takes it, CSS pixels. What is as near goes before what only a finger means. */
export const exactSlack = 6;

/** How far from an element a press still takes it, CSS pixels. */
export const slackFor = (pointer: Pick<PointerInput, 'device'>): number => forDevice(pointer, exactSlack, 20);

/** CSS pixels of movement up to which a press that makes something is a click. */
export const clickSlop = 4;
