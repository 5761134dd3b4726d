import type { BoardDifference } from '@gesso/crdt-schema';
import { say } from '../../words/later.ts';
import { ahead, sorts } from './sorts.ts';

const happened = { added: 'history.added', changed: 'history.changed', gone: 'history.gone' } as const;
const willHappen = { added: 'history.willGo', changed: 'history.willBeBefore', gone: 'history.willComeBack' } as const;

interface CountsProps {
  readonly difference: BoardDifference;
  /** Counted is what is about to be done to the board, and not what became of it. */
  readonly isAhead?: boolean;
}

/** What differs, counted, each beside the line it is marked with. */
export const Counts = ({ difference, isAhead = false }: CountsProps) => {
  const counted = sorts.filter((sort) => difference[sort].length > 0);
  return (
    <p class="past-counts" role="status">
      {counted.length === 0 ? say(isAhead ? 'history.nothingLeft' : 'history.same') : null}
      {counted.map((sort) => {
        const mark = isAhead ? ahead[sort] : sort;
        return (
          <span key={sort}>
            <svg class={`past-${mark}`} width="22" height="16" aria-hidden="true">
              <path d={`M3 3h16v10h-16z${mark === 'gone' ? 'l16 10m-16 0l16 -10' : ''}`} />
            </svg>
            {say((isAhead ? willHappen : happened)[sort], { n: difference[sort].length })}
          </span>
        );
      })}
    </p>
  );
};
