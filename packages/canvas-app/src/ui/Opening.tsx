import { useEffect, useState } from 'preact/hooks';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';

/** What takes less than this (ms) is not worth a word. */
const slowAfterMs = 500;
const lookMs = 100;

/** Where the opening of a board is; `share` is 0–1 where it is known. */
interface Progress {
  readonly text: string;
  readonly share: number | undefined;
}

/** A board that takes its time to arrive or to be drawn says so, and how far it is. Nothing waits for it. */
export const Opening = () => {
  const { editor, status, joins, scene } = useApp();
  const [progress, setProgress] = useState<Progress | undefined>(undefined);
  useEffect(() => {
    const start = performance.now();
    let most = 0;
    const timer = setInterval(() => {
      const { pending } = scene.stats();
      most = Math.max(most, pending);
      const arriving = ['connecting', 'syncing'].includes(status.peek().sync) && editor.board.size === 0;
      const open = !(joins && arriving) && pending === 0;
      if (open || editor.touched.peek()) {
        clearInterval(timer);
        setProgress(undefined);
      } else if (performance.now() - start > slowAfterMs) {
        const { size } = editor.board;
        setProgress(
          size === 0
            ? { text: say('app.loading'), share: undefined }
            : { text: say('app.painting', { n: size }), share: 1 - pending / Math.max(1, most) },
        );
      }
    }, lookMs);
    return () => clearInterval(timer);
  }, [editor, status, joins, scene]);
  if (progress === undefined) return null;
  return (
    <div class="opening" role="status">
      <span>{progress.text}</span>
      <progress value={progress.share} max={1} aria-label={progress.text} />
    </div>
  );
};
