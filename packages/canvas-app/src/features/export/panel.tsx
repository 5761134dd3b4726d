import { useSignal, useSignalEffect } from '@preact/signals';
import { Copy, Download } from 'lucide';
import { useEffect, useMemo } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { type Choice, useChoice } from './choice.ts';
import { copyPicture, isCopied } from './clipboard.ts';
import { Options } from './Options.tsx';
import { type ImageOptions, pictures, type Shown } from './pictures.ts';
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
      class={`preview ${choice.theme.value}${choice.seeThrough.value ? ' clear' : ''}`}
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

/** Whether the picture that is shown is the file itself; otherwise the file is made when it is taken. */
const isShown = ({ format, what }: Choice): boolean =>
  format.value !== 'gesso' && format.value !== 'pdf' && what.value !== 'frames';

const optionsOf = ({ format, theme, seeThrough, scale }: Choice): ImageOptions => ({
  format: format.value,
  theme: theme.value,
  background: !seeThrough.value,
  scale: scale.value,
});

/** What there is to know of the file before it is taken. */
const factsOf = (choice: Choice, preview: Preview, pageCount: (what: Shown) => number): string => {
  const what = choice.what.value;
  if (choice.format.value === 'gesso') return say(`exportPanel.${what === 'board' ? 'aboutGesso' : 'aboutGessoPart'}`);
  if (choice.format.value === 'pdf') return say('exportPanel.aboutPdf', { n: pageCount(what) });
  if (what === 'frames') return say('exportPanel.aboutZip', { n: pageCount(what) });
  const picture = preview.problem.value === undefined && !preview.painting.value ? preview.picture.value : undefined;
  return picture === undefined ? '' : `${picture.width} × ${picture.height} px`;
};

interface TakeProps {
  readonly preview: Preview;
  readonly choice: Choice;
  readonly empty: boolean;
  readonly facts: string;
  /** Gives the file to the person: the picture that is shown, where that is it. */
  readonly onTake: (blob: Blob | undefined) => Promise<void>;
  /** Puts the picture that is shown on the clipboard. */
  readonly onCopy: (blob: Blob) => Promise<void>;
}

/** What the file is, and the ways to take it along. */
function Take({ preview, choice, empty, facts, onTake, onCopy }: TakeProps) {
  const { picture, problem, painting } = preview;
  const made = problem.value === undefined && !painting.value ? picture.value : undefined;
  const shown = isShown(choice);
  const working = useSignal(false);
  /** What became of copying: a message elsewhere would be behind this dialog. */
  const copied = useSignal<string | undefined>(undefined);
  useSignalEffect(() => {
    if (painting.value) copied.value = undefined;
  });
  const copy = (blob: Blob) =>
    onCopy(blob).then(
      () => say('export.copied'),
      () => say('exportPanel.notCopied'),
    );
  const take = async () => {
    working.value = true;
    await onTake(shown ? made?.blob : undefined);
    working.value = false;
  };
  return (
    <footer>
      <output class={copied.value === undefined && shown ? 'pixels' : 'pixels told'}>
        {copied.value ?? (working.value ? say('exportPanel.painting') : facts)}
      </output>
      {shown && isCopied(choice.format.value) ? (
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
        disabled={working.value || empty || (shown && made === undefined)}
        onPress={() => void take()}
      >
        {say('exportPanel.download')}
      </TextButton>
    </footer>
  );
}

/** Leaves what is being made for a person who goes away. */
function useLeaving(): AbortSignal {
  const leaving = useMemo(() => new AbortController(), []);
  useEffect(() => () => leaving.abort(), [leaving]);
  return leaving.signal;
}

/** A picture or a file of the board or of the selection, to be downloaded or copied. */
export function Panel() {
  const app = useApp();
  const { editor, shell } = app;
  const { pageCount, mostScale, previewScale, render, named, make } = useMemo(() => pictures(app), [app]);
  const choice = useChoice(editor, mostScale);
  const empty = editor.board.size === 0;
  const frames = useMemo(() => pageCount('frames'), [pageCount]);
  const leaving = useLeaving();
  const preview = usePreview(() => {
    const { what } = choice;
    const options = optionsOf(choice);
    if (empty) return undefined;
    if (isShown(choice)) return render(what.value, options);
    return render(what.value, { ...options, format: 'png', scale: previewScale(what.value) });
  });
  const take = async (shown: Blob | undefined) => {
    const [format, what, keeps] = [choice.format.peek(), choice.what.peek(), choice.keeps.peek()];
    try {
      const file = shown ? await named(shown, format, what, keeps) : await make(what, optionsOf(choice), leaving);
      const { download } = await import('../../ui/download.ts');
      if (leaving.aborted) return;
      download(file.blob, file.name);
      if (file.missing) shell.tell(say('exportPanel.picturesLeftOut', { n: file.missing }), 'error');
    } catch (error) {
      if (leaving.aborted) return;
      shell.tell(sentenceOf(error), 'error');
    }
    shell.closePanel();
  };
  const copy = async (shown: Blob) => {
    const [format, what, keeps] = [choice.format.peek(), choice.what.peek(), choice.keeps.peek()];
    // Browsers paint a PNG anew for the clipboard, and a board in it would be lost.
    const picture = format === 'svg' ? named(shown, format, what, keeps).then(({ blob }) => blob) : shown;
    if (isCopied(format)) await copyPicture(Promise.resolve(picture), format);
  };
  return (
    <Dialog title={say('exportPanel.title')} name="export" modal onClose={shell.closePanel}>
      <Stage preview={preview} choice={choice} empty={empty} />
      <Options choice={choice} offered={{ selection: editor.selection.peek().size > 0, frames }} />
      <Take
        preview={preview}
        choice={choice}
        empty={empty}
        facts={factsOf(choice, preview, pageCount)}
        onTake={take}
        onCopy={copy}
      />
    </Dialog>
  );
}
