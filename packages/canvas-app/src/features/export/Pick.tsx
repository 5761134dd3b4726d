import type { ReadonlySignal } from '@preact/signals-core';
import { segmented } from '../../ui/parts/segmented.ts';

interface PickProps<T> {
  readonly name: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[];
  readonly value: ReadonlySignal<T>;
  onPick(value: T): void;
}

/** One of a few values, side by side. */
export function Pick<T extends string | number | boolean>({ name, options, value, onPick }: PickProps<T>) {
  return (
    <div class="field">
      <span class="field-name" id={`pick-${name}`}>
        {name}
      </span>
      <fieldset class={segmented} aria-labelledby={`pick-${name}`}>
        {options.map((option) => (
          <button
            key={String(option.value)}
            type="button"
            disabled={option.disabled}
            aria-pressed={value.value === option.value}
            onClick={() => onPick(option.value)}
          >
            {option.label}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
