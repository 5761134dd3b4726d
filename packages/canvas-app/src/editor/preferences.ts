import type { Theme } from '@gesso/drawing';
import { effect, type Signal, signal } from '@preact/signals-core';
import { defaultStyle, type Style } from './style.ts';
import { type WheelMode, wheelModes } from './wheel.ts';

/** The part of `localStorage` that is used; passed in, because storage may be forbidden or full. */
export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** What the eraser takes: everything it touches as a whole, or the ink that lies under it. */
export type EraserMode = 'whole' | 'part';
export const eraserModes: readonly EraserMode[] = ['whole', 'part'];

/** Settings that belong to a person on a device, not to a board. */
export interface Preferences {
  readonly style: Signal<Style>;
  /** `system` follows the device. */
  readonly theme: Signal<Theme | 'system'>;
  readonly grid: Signal<boolean>;
  /** Keep the tool after drawing one shape. */
  readonly toolLocked: Signal<boolean>;
  readonly wheel: Signal<WheelMode>;
  readonly minimap: Signal<boolean>;
  readonly eraserMode: Signal<EraserMode>;
}

const key = 'gesso.preferences';

const readStored = (storage: KeyValue | undefined): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** Keeps each stored style value whose type matches the default's; anything else falls back to the default. */
const readStyle = (value: unknown): Style => {
  if (typeof value !== 'object' || value === null) return defaultStyle;
  const stored = value as Record<string, unknown>;
  const entries = Object.entries(defaultStyle).map(([name, fallback]) => {
    const own = Object.hasOwn(stored, name) ? stored[name] : undefined;
    return [name, typeof own === typeof fallback && !Array.isArray(fallback) ? own : fallback];
  });
  return Object.fromEntries(entries) as unknown as Style;
};

const oneOf = <T extends string>(value: unknown, choices: readonly T[], fallback: T): T =>
  choices.find((choice) => choice === value) ?? fallback;

/** Loads the preferences and writes them back whenever one changes. Returns them with a `stop`. */
export const openPreferences = (storage: KeyValue | undefined): Preferences & { stop(): void } => {
  const stored = readStored(storage);
  const style = signal(readStyle(stored['style']));
  const theme = signal(oneOf<Theme | 'system'>(stored['theme'], ['system', 'light', 'dark'], 'system'));
  const grid = signal(stored['grid'] === true);
  const toolLocked = signal(stored['toolLocked'] === true);
  const wheel = signal(oneOf(stored['wheel'], wheelModes, 'auto'));
  const minimap = signal(stored['minimap'] === true);
  const eraserMode = signal(oneOf(stored['eraserMode'], eraserModes, 'whole'));
  const stop = effect(() => {
    const value = JSON.stringify({
      style: style.value,
      theme: theme.value,
      grid: grid.value,
      toolLocked: toolLocked.value,
      wheel: wheel.value,
      minimap: minimap.value,
      eraserMode: eraserMode.value,
    });
    try {
      storage?.setItem(key, value);
    } catch {
      // A full or forbidden storage costs only the memory of these settings.
    }
  });
  return { style, theme, grid, toolLocked, wheel, minimap, eraserMode, stop };
};
