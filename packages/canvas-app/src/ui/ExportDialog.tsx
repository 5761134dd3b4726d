import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals-core';
import { useEffect } from 'preact/hooks';
import { Late, within } from '../waiting.ts';
import { type ExportChoice, useApp } from './app-context.ts';
import { panelStrings } from './panel-strings.ts';
import { TextButton } from './parts/Button.tsx';
import { Dialog } from './parts/Dialog.tsx';
import { sentenceOf } from './sentence.ts';
import { strings } from './strings.ts';

interface PickProps<T> {
  readonly name: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[];
  readonly value: ReadonlySignal<T>;
  onPick(value: T): void;
}

const Pick = <T extends string | number | boolean>({ name, options, value, onPick }: PickProps<T>) => (
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
          onClick={() => onPick(option.value)}
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

const scales = [1, 2, 3, 4] as const;

/** The usual scales where they fit; for a board that is too large for any, the one at which all of it does. */
const scalesUpTo = (most: number): readonly number[] => {
  const fitting = scales.filter((scale) => scale <= most);
  return fitting.length > 0 ? fitting : [Number(most.toPrecision(2))];
};

/** All of the usual scales, so that nothing moves when one does not fit, or the one that does. */
const scalesShown = (fitting: readonly number[]): readonly number[] =>
  fitting.length === 1 && !scales.some((scale) => scale === fitting[0]) ? fitting : scales;

/** ms that a browser may take to decode a picture of half a gigabyte of pixels. */
const decodePatience = 30_000;

/** Measures a picture by letting the browser decode it, as the one who opens the file will. */
const measured = async (blob: Blob): Promise<Preview> => {
  const url = URL.createObjectURL(blob);
  const image = new Image();
  image.src = url;
  await within(decodePatience, image.decode());
  return { url, blob, width: image.naturalWidth, height: image.naturalHeight };
};

export const ExportDialog = () => {
  const { editor, shell, exportImage, mostScale, save, copyImage } = useApp();
  const hasSelection = editor.selection.peek().size > 0;
  const what = useSignal<ExportChoice['what']>(hasSelection ? 'selection' : 'board');
  const wantedScale = useSignal(2);
  const background = useSignal(true);
  const theme = useSignal<'light' | 'dark'>(editor.theme.peek());
  const format = useSignal<'png' | 'svg'>('png');
  const preview = useSignal<Preview | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const painting = useSignal(true);
  /** What became of copying: a message elsewhere would be behind this dialog. */
  const copied = useSignal<string | undefined>(undefined);
  const empty = editor.board.size === 0;
  const fitting = useComputed(() => (empty || format.value === 'svg' ? scales : scalesUpTo(mostScale(what.value))));
  const scale = useComputed(() => Math.min(wantedScale.value, fitting.value.at(-1) ?? 1));
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
    painting.value = true;
    problem.value = undefined;
    copied.value = undefined;
    exportImage(wanted)
      .then(measured)
      .then(
        (made) => {
          if (!current) return URL.revokeObjectURL(made.url);
          if (preview.peek() !== undefined) URL.revokeObjectURL(preview.peek()?.url ?? '');
          preview.value = made;
          painting.value = false;
          return undefined;
        },
        (error: unknown) => {
          if (!current) return;
          painting.value = false;
          problem.value =
            error instanceof DOMException || error instanceof Late ? panelStrings.exportFailed : sentenceOf(error);
        },
      );
    return () => {
      current = false;
    };
  });
  useEffect(() => () => URL.revokeObjectURL(preview.peek()?.url ?? ''), [preview]);

  const made = preview.value;
  const shown = made !== undefined && problem.value === undefined;
  const ready = shown && !painting.value;
  const close = () => {
    shell.panel.value = undefined;
  };
  return (
    <Dialog title={panelStrings.exportTitle} name="export" modal onClose={close}>
      <div
        class={`preview ${theme.value}${background.value ? '' : ' clear'}`}
        aria-busy={painting.value && !empty ? 'true' : undefined}
      >
        {empty ? <p>{panelStrings.exportEmpty}</p> : null}
        {problem.value === undefined ? null : <p role="alert">{problem.value}</p>}
        {shown ? <img src={made.url} alt={panelStrings.exportPreview} /> : null}
        {painting.value && !empty ? <p class="painting">{panelStrings.exportPainting}</p> : null}
      </div>
      <div class="export-options">
        <Pick
          name={panelStrings.exportWhat}
          value={what}
          onPick={(value) => {
            what.value = value;
          }}
          options={[
            { value: 'board', label: panelStrings.exportBoard },
            { value: 'selection', label: panelStrings.exportSelection, disabled: !hasSelection },
          ]}
        />
        <Pick
          name={panelStrings.exportFormat}
          value={format}
          onPick={(value) => {
            format.value = value;
          }}
          options={[
            { value: 'png', label: 'PNG' },
            { value: 'svg', label: 'SVG' },
          ]}
        />
        <Pick
          name={panelStrings.exportScale}
          value={scale}
          onPick={(value) => {
            wantedScale.value = value;
          }}
          options={scalesShown(fitting.value).map((n) => ({
            value: n,
            label: `${n}×`,
            disabled: !fitting.value.includes(n),
          }))}
        />
        <Pick
          name={panelStrings.exportTheme}
          value={theme}
          onPick={(value) => {
            theme.value = value;
          }}
          options={[
            { value: 'light', label: panelStrings.themes.light },
            { value: 'dark', label: panelStrings.themes.dark },
          ]}
        />
        <label class="field check">
          <span class="field-name">{panelStrings.exportBackground}</span>
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
        <output class={copied.value === undefined ? 'pixels' : 'pixels told'}>
          {copied.value ?? (ready ? `${made.width} × ${made.height} px` : '')}
        </output>
        {format.value === 'png' ? (
          <TextButton
            icon="copy"
            disabled={!ready}
            onPress={() => {
              if (made === undefined) return;
              void copyImage(Promise.resolve(made.blob)).then((done) => {
                copied.value = done ? strings.imageCopied : panelStrings.imageNotCopiedHere;
              });
            }}
          >
            {panelStrings.copyImage}
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
          {panelStrings.download}
        </TextButton>
      </footer>
    </Dialog>
  );
};
