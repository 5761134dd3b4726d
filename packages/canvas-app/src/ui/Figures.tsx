import { useEffect, useState } from 'preact/hooks';
import { type Figures as AppFigures, useApp } from './app-context.ts';
import { panelStrings } from './panel-strings.ts';

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
export const OpenFigures = () => {
  const { figures } = useApp();
  const [now, setNow] = useState<(AppFigures & Frames) | undefined>(undefined);
  useEffect(() => watchFrames((frames) => setNow({ ...figures(), ...frames })), [figures]);
  const rows: readonly (readonly [string, number | undefined, number])[] = [
    [panelStrings.figures.fps, now?.fps, 0],
    [panelStrings.figures.worst, now?.worst, 1],
    [panelStrings.figures.work, now?.frameMs, 1],
    [panelStrings.figures.ink, now?.inkMs, 1],
    [panelStrings.figures.elements, now?.elements, 0],
    [panelStrings.figures.mounted, now?.mounted, 0],
    [panelStrings.figures.tiles, now?.tiles, 0],
    [panelStrings.figures.pending, now?.pending, 0],
    [panelStrings.figures.bytes, now === undefined ? undefined : now.documentBytes() / 1_000, 1],
  ];
  return (
    <dl class="island figures" aria-label={panelStrings.figures.title}>
      {rows.map(([name, value, digits]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === undefined ? '–' : value.toFixed(digits)}</dd>
        </div>
      ))}
    </dl>
  );
};
