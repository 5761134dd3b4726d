import type { Element } from '@gesso/crdt-schema';
import type { Vec } from '../geometry/units.ts';
import { turn } from '../geometry/vec.ts';
import { richRuns, spotOf } from './paint-runs.ts';
import { pivotOf, textLayout } from './registry.ts';

/** A run of a rich text: `from` is where in the text it begins, `box` where its box is that can be ticked. */
export interface RunAt {
  readonly link: string | undefined;
  readonly box: number | undefined;
}

/** What of a rich text is at a board point, `slack` board units generous: a link, or a box that can be ticked. */
export const letterAt = (element: Element, at: Vec, slack: number): RunAt | undefined => {
  const layout = textLayout(element);
  if (layout === undefined) return undefined;
  const { x, y } = turn(at, pivotOf(element), -element.rotation);
  const runs = richRuns(layout);
  for (const [i, line] of layout.lines.entries()) {
    const top = layout.box.y + i * layout.lineHeight;
    if (y < top - slack || y > top + layout.lineHeight + slack) continue;
    for (const run of runs[i] ?? []) {
      const spot = spotOf(layout, line, run);
      const isHit = x >= spot.x - slack && x <= spot.x + spot.w + slack;
      if (isHit && (run.box !== undefined || run.marks?.link !== undefined))
        return { link: run.marks?.link, box: run.box };
    }
  }
  return undefined;
};
