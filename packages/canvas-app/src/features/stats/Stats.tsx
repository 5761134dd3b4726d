import { useEffect, useState } from 'preact/hooks';
import { type PaintStats, useApp } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import './stats.css';

/** How often the figures are read (ms), and over how long frames are counted. */
const everyMs = 500;

interface Frames {
  readonly fps: number;
  readonly worst: number;
}

/** Counts the browser's own frames while it is mounted; `tell` hears of each stretch. */
const watchFrames = (tell: (frames: Frames) => void): (() => void) => {
  let last = performance.now();
  let since = last;
  let count = 0;
  let worst = 0;
  let frame = requestAnimationFrame(function look(now) {
    count += 1;
    worst = Math.max(worst, now - last);
    last = now;
    if (now - since >= everyMs) {
      tell({ fps: (count * 1_000) / (now - since), worst });
      since = now;
      count = 0;
      worst = 0;
    }
    frame = requestAnimationFrame(look);
  });
  return () => cancelAnimationFrame(frame);
};

/** What the engine is doing, for the one who wants to know. */
export function Stats() {
  const { editor, scene, session } = useApp();
  const [now, setNow] = useState<(PaintStats & Frames) | undefined>(undefined);
  useEffect(() => watchFrames((frames) => setNow({ ...scene.stats(), ...frames })), [scene]);
  const rows: readonly (readonly [string, number | undefined, number])[] = [
    [say('stats.fps'), now?.fps, 0],
    [say('stats.worst'), now?.worst, 1],
    [say('stats.work'), now?.frameMs, 1],
    [say('stats.ink'), now?.inkMs, 1],
    [say('stats.elements'), now && editor.board.size, 0],
    [say('stats.mounted'), now?.mounted, 0],
    [say('stats.tiles'), now?.tiles, 0],
    [say('stats.pending'), now?.pending, 0],
    [say('stats.bytes'), now && session.documentBytes() / 1_000, 1],
  ];
  return (
    <dl class="island figures" aria-label={say('stats.title')}>
      {rows.map(([name, value, digits]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === undefined ? '–' : value.toFixed(digits)}</dd>
        </div>
      ))}
    </dl>
  );
}
