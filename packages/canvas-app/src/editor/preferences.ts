import { type Form, forms, type StyleName, styles } from '@gesso/crdt-schema';
import type { Theme } from '@gesso/drawing';
import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { type KeyValue, preferencesKey, readObject, writeItem } from '../storage.ts';
import { type Language, languageCodes } from '../words/languages.ts';
import { defaultStyle, keepsApart, memories, type OwnStyles, type Style } from './style.ts';

/**
 * What turning a wheel does: `auto` and `trackpad` move the paper and zoom with Ctrl or a pinch (which arrives as a wheel
 * with Ctrl); `mouse` zooms at the pointer, and moves the paper with Shift.
 */
export type WheelMode = 'auto' | 'mouse' | 'trackpad';
const wheelModes: readonly WheelMode[] = ['auto', 'mouse', 'trackpad'];

/** What the eraser takes: everything it touches as a whole, or the ink that lies under it. */
export type EraserMode = 'whole' | 'part';
export const eraserModes: readonly EraserMode[] = ['whole', 'part'];

/** What a drag over bare paper selects by: a rectangle, or a line drawn around what is meant. */
export type SelectMode = 'box' | 'lasso';
export const selectModes: readonly SelectMode[] = ['box', 'lasso'];

const entriesOf = (value: unknown): Map<string, unknown> =>
  new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));

/** Keeps each stored style that an element may have; anything else falls back to the default. */
const readStyle = (value: unknown): Style => {
  const stored = entriesOf(value);
  const names = Object.keys(styles) as StyleName[];
  const read = (name: StyleName): unknown => styles[name].parse(stored.get(name)) ?? defaultStyle[name];
  return Object.fromEntries(names.map((name) => [name, read(name)])) as unknown as Style;
};

/** Keeps of what is stored for some kinds apart what they keep for themselves. */
const readOwnStyles = (value: unknown): OwnStyles => {
  const stored = entriesOf(value);
  return Object.fromEntries(
    memories.map((memory) => {
      const own = [...entriesOf(stored.get(memory))].flatMap(([name, chosen]) => {
        const read = keepsApart(memory, name) ? styles[name].parse(chosen) : undefined;
        return read === undefined ? [] : [[name, read]];
      });
      return [memory, Object.fromEntries(own)];
    }),
  );
};

/** Reads one of a few words; the first stands for anything else. */
const oneOf =
  <T extends string>(first: T, ...others: readonly T[]) =>
  (value: unknown): T =>
    others.find((choice) => choice === value) ?? first;

const isOn = (value: unknown): boolean => value === true;

const isNotOff = (value: unknown): boolean => value !== false;

/** Every setting, by how what is stored of it is read. To add one, add its line. */
const readers = {
  style: readStyle,
  ownStyles: readOwnStyles,
  /** `system` follows the device. */
  theme: oneOf<Theme | 'system'>('system', 'light', 'dark'),
  /** A first board has dots: an empty one is seen to move. A person who has chosen keeps what they chose. */
  grid: isNotOff,
  /** What is dragged falls into line with others. */
  snap: isNotOff,
  /** What is drawn and dragged goes by the dots, and by nothing else. */
  snapGrid: isOn,
  /** Keep the tool after drawing one shape. */
  toolLocked: isOn,
  /** The shape that was made last: the toolbar offers it. */
  shape: oneOf<Form>(...forms),
  wheel: oneOf<WheelMode>('auto', ...wheelModes),
  minimap: isOn,
  eraserMode: oneOf<EraserMode>('whole', ...eraserModes),
  /** Whether a finger draws where a pen does. The first time a pen is seen a person is told that it does not. */
  fingersDraw: oneOf<'untold' | 'no' | 'yes'>('untold', 'no', 'yes'),
  selectMode: oneOf<SelectMode>('box', ...selectModes),
  /** `auto` follows the browser. */
  language: oneOf<Language | 'auto'>('auto', ...languageCodes),
};

type Settings = { readonly [Name in keyof typeof readers]: ReturnType<(typeof readers)[Name]> };

/** Settings that belong to a person on a device, not to a board. */
export type Preferences = { readonly [Name in keyof Settings]: ReadonlySignal<Settings[Name]> } & {
  /** Changes a setting, for this page and those that come later. */
  set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void;
};

/** Loads the preferences and writes them back whenever one changes. Returns them with a `stop`. */
export const openPreferences = (storage: KeyValue | undefined): Preferences & { stop(): void } => {
  const stored = readObject(storage, preferencesKey);
  const signals = Object.fromEntries(
    Object.entries(readers).map(([name, read]) => [name, signal<unknown>(read(stored[name]))]),
  ) as { readonly [Name in keyof Settings]: Signal<Settings[Name]> };
  const stop = effect(() => {
    const values = Object.entries(signals).map(([name, { value }]) => [name, value]);
    writeItem(storage, preferencesKey, JSON.stringify(Object.fromEntries(values)));
  });
  return {
    ...signals,
    set(name, value) {
      signals[name].value = value;
    },
    stop,
  };
};
