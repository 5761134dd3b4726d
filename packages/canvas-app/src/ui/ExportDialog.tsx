import { useSignal, useSignalEffect } from '@preact/signals';
import type { Signal } from '@preact/signals-core';
import { useEffect } from 'preact/hooks';
import { type ExportChoice, useApp } from './app-context.ts';
import { TextButton } from './parts/Button.tsx';
import { Dialog } from './parts/Dialog.tsx';
import { sentenceOf } from './sentence.ts';
import { strings } from './strings.ts';

interface PickProps<T> {
  readonly name: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[];
  readonly value: Signal<T>;
}

const Pick = <T extends string | number | boolean>({ name, options, value }: PickProps<T>) => (
  <div class="field">
    <span class="field-name" id={`pick-${name}`}>
      {name}
    </span>
    <fieldset class="segmented" aria-labelledby={`pick-${name}`}>
      {options.map((option) => (
        <button
          key={String(option.value)}
          type="button"
          disabled={option.disabled}
          aria-pressed={value.value === option.value}
          onClick={() => {
            value.value = option.value;
          }}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  </div>
);

interface Preview {
  readonly url: string;
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
}

/** Measures a picture by letting the browser decode it, as whoever opens the file will. */
const measured = async (blob: Blob): Promise<Preview> => {
  const url = URL.createObjectURL(blob);
  const image = new Image();
  image.src = url;
  await image.decode();
  return { url, blob, width: image.naturalWidth, height: image.naturalHeight };
};

export const ExportDialog = () => {
  const { editor, shell, exportImage, save, copyImage } = useApp();
  const hasSelection = editor.selection.peek().size > 0;
  const what = useSignal<ExportChoice['what']>(hasSelection ? 'selection' : 'board');
  const scale = useSignal(2);
  const background = useSignal(true);
  const theme = useSignal<'light' | 'dark'>(editor.theme.peek());
  const format = useSignal<'png' | 'svg'>('png');
  const preview = useSignal<Preview | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const empty = editor.board.size === 0;
  const choice = (): ExportChoice => ({
    what: what.value,
    scale: scale.value,
    background: background.value,
    theme: theme.value,
    format: format.value,
  });

  useSignalEffect(() => {
    const wanted = choice();
    if (empty) return undefined;
    let current = true;
    exportImage(wanted)
      .then(measured)
      .then(
        (made) => {
          if (!current) return URL.revokeObjectURL(made.url);
          if (preview.peek() !== undefined) URL.revokeObjectURL(preview.peek()?.url ?? '');
          preview.value = made;
          problem.value = undefined;
          return undefined;
        },
        (error: unknown) => {
          if (current) problem.value = error instanceof DOMException ? strings.exportFailed : sentenceOf(error);
        },
      );
    return () => {
      current = false;
    };
  });
  useEffect(() => () => URL.revokeObjectURL(preview.peek()?.url ?? ''), [preview]);

  const made = preview.value;
  const ready = made !== undefined && problem.value === undefined;
  const close = () => {
    shell.panel.value = undefined;
  };
  return (
    <Dialog title={strings.exportTitle} name="export" modal onClose={close}>
      <div class={`preview ${theme.value}${background.value ? '' : ' clear'}`}>
        {empty ? <p>{strings.exportEmpty}</p> : null}
        {problem.value === undefined ? null : <p role="alert">{problem.value}</p>}
        {ready ? <img src={made.url} alt={strings.exportPreview} /> : null}
      </div>
      <div class="export-options">
        <Pick
          name={strings.exportWhat}
          value={what}
          options={[
            { value: 'board', label: strings.exportBoard },
            { value: 'selection', label: strings.exportSelection, disabled: !hasSelection },
          ]}
        />
        <Pick
          name={strings.exportFormat}
          value={format}
          options={[
            { value: 'png', label: 'PNG' },
            { value: 'svg', label: 'SVG' },
          ]}
        />
        <Pick
          name={strings.exportScale}
          value={scale}
          options={[1, 2, 3, 4].map((n) => ({ value: n, label: `${n}×` }))}
        />
        <Pick
          name={strings.exportTheme}
          value={theme}
          options={[
            { value: 'light', label: strings.themes.light },
            { value: 'dark', label: strings.themes.dark },
          ]}
        />
        <label class="field check">
          <span class="field-name">{strings.exportBackground}</span>
          <input
            type="checkbox"
            class="switch"
            checked={background.value}
            onChange={(event) => {
              background.value = event.currentTarget.checked;
            }}
          />
        </label>
      </div>
      <footer>
        <output class="pixels">{ready ? `${made.width} × ${made.height} px` : ''}</output>
        {format.value === 'png' ? (
          <TextButton
            icon="copy"
            disabled={!ready}
            onPress={() => {
              if (made !== undefined) void copyImage(Promise.resolve(made.blob));
            }}
          >
            {strings.copyImage}
          </TextButton>
        ) : null}
        <TextButton
          kind="filled"
          icon="download"
          disabled={!ready}
          onPress={() => {
            if (made === undefined) return;
            save(made.blob, format.peek());
            close();
          }}
        >
          {strings.download}
        </TextButton>
      </footer>
    </Dialog>
  );
};
