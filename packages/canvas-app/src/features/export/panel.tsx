import { useSignal, useSignalEffect } from '@preact/signals';
import { Copy, Download } from 'lucide';
import { useMemo } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { type Choice, useChoice } from './choice.ts';
import { copyPng } from './clipboard.ts';
import { Options } from './Options.tsx';
import { pictures } from './pictures.ts';
import { type Preview, usePreview } from './preview.ts';
import './export.css';

/** The picture as it will be, or why there is none. */
function Stage({
  preview,
  choice,
  empty,
}: {
  readonly preview: Preview;
  readonly choice: Choice;
  readonly empty: boolean;
}) {
  const { picture, problem, painting } = preview;
  const busy = painting.value && !empty;
  return (
    <div
      class={`preview ${choice.theme.value}${choice.background.value ? '' : ' clear'}`}
      aria-busy={busy ? 'true' : undefined}
    >
      {empty ? <p>{say('exportPanel.empty')}</p> : null}
      {problem.value === undefined ? null : <p role="alert">{problem.value}</p>}
      {picture.value !== undefined && problem.value === undefined ? (
        <img src={picture.value.url} alt={say('exportPanel.preview')} />
      ) : null}
      {busy ? <p class="painting">{say('exportPanel.painting')}</p> : null}
    </div>
  );
}

interface TakeProps {
  readonly preview: Preview;
  readonly choice: Choice;
  readonly onSave: (blob: Blob) => void;
}

/** The size of the picture, and the ways to take it along. */
function Take({ preview, choice, onSave }: TakeProps) {
  const { picture, problem, painting } = preview;
  const made = problem.value === undefined && !painting.value ? picture.value : undefined;
  /** What became of copying: a message elsewhere would be behind this dialog. */
  const copied = useSignal<string | undefined>(undefined);
  useSignalEffect(() => {
    if (painting.value) copied.value = undefined;
  });
  const copy = (blob: Blob) =>
    copyPng(Promise.resolve(blob)).then(
      () => say('export.copied'),
      () => say('exportPanel.notCopied'),
    );
  return (
    <footer>
      <output class={copied.value === undefined ? 'pixels' : 'pixels told'}>
        {copied.value ?? (made === undefined ? '' : `${made.width} × ${made.height} px`)}
      </output>
      {choice.format.value === 'png' ? (
        <TextButton
          icon={Copy}
          disabled={made === undefined}
          onPress={() => {
            if (made === undefined) return;
            void copy(made.blob).then((sentence) => {
              copied.value = sentence;
            });
          }}
        >
          {say('exportPanel.copy')}
        </TextButton>
      ) : null}
      <TextButton
        kind="filled"
        icon={Download}
        disabled={made === undefined}
        onPress={() => made !== undefined && onSave(made.blob)}
      >
        {say('exportPanel.download')}
      </TextButton>
    </footer>
  );
}

/** A picture of the board or of the selection, to be downloaded or copied. */
export function Panel() {
  const app = useApp();
  const { editor, shell } = app;
  const { mostScale, render, save } = useMemo(() => pictures(app), [app]);
  const choice = useChoice(editor, mostScale);
  const empty = editor.board.size === 0;
  const preview = usePreview(() => {
    const { what, format, theme, background, scale } = choice;
    const options = {
      format: format.value,
      theme: theme.value,
      background: background.value,
      scale: scale.value,
    };
    return empty ? undefined : render(what.value, options);
  });
  const saveAndClose = (blob: Blob) => {
    save(blob, choice.format.peek(), choice.what.peek(), choice.keepBoard.peek()).catch((error: unknown) =>
      shell.tell(sentenceOf(error), 'error'),
    );
    shell.closePanel();
  };
  return (
    <Dialog title={say('exportPanel.title')} name="export" modal onClose={shell.closePanel}>
      <Stage preview={preview} choice={choice} empty={empty} />
      <Options choice={choice} hasSelection={editor.selection.peek().size > 0} />
      <Take preview={preview} choice={choice} onSave={saveAndClose} />
    </Dialog>
  );
}
