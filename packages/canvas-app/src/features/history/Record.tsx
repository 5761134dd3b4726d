import { useComputed, useSignal } from '@preact/signals';
import { Video } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { IconButton, TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import type { Player } from './player.ts';
import { type Painted, record, videoKind } from './record.ts';

const colorOf = (name: string): string =>
  getComputedStyle(document.querySelector('.app') ?? document.documentElement)
    .getPropertyValue(name)
    .trim();

/** What of the page is in a video: the scene in the place of the board. */
const paintedWith = (caption: () => string): Painted => ({
  canvases: () =>
    [...document.querySelectorAll<HTMLCanvasElement>('.past canvas')].filter(
      ({ style }) => style.visibility !== 'hidden',
    ),
  ground: colorOf('--ground'),
  ink: colorOf('--ink-2'),
  caption,
});

/** Records the film into a file, where the browser can; says how far it is, and can be stopped. */
export function Record({ player, caption }: { readonly player: Player; readonly caption: () => string }) {
  const { editor, shell } = useApp();
  const abort = useSignal<AbortController | undefined>(undefined);
  const share = useComputed(() => Math.round((100 * player.time.value) / player.length));
  const kind = useRef(videoKind()).current;
  useEffect(() => () => abort.peek()?.abort(), [abort]);
  if (kind === undefined) return null;
  const begin = async () => {
    const controller = new AbortController();
    abort.value = controller;
    try {
      const saving = import('../../ui/download.ts');
      const video = await record(player, paintedWith(caption), { ...kind, signal: controller.signal, saving });
      const { download, fileName } = await saving;
      download(video, fileName(editor.board.name, kind.extension));
      shell.tell(say('history.recorded'));
    } catch (error) {
      if (!controller.signal.aborted) shell.tell(sentenceOf(error), 'error');
    } finally {
      abort.value = undefined;
    }
  };
  if (abort.value === undefined)
    return <IconButton icon={Video} label={say('history.record')} onPress={() => void begin()} />;
  return (
    <>
      <span class="replay-recording">{say('history.recording', { share: `${share.value}\u00a0%` })}</span>
      <TextButton kind="quiet" onPress={() => abort.peek()?.abort()}>
        {say('history.cancel')}
      </TextButton>
    </>
  );
}
