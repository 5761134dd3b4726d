import type { BoardDifference } from '@gesso/crdt-schema';
import { say } from '../../words/later.ts';
import { sorts } from './sorts.ts';

/** What differs, counted, each beside the line it is marked with. */
export const Counts = ({ difference }: { readonly difference: BoardDifference }) => {
  const counted = sorts.filter((sort) => difference[sort].length > 0);
  return (
    <p class="past-counts" role="status">
      {counted.length === 0 ? say('history.same') : null}
      {counted.map((sort) => (
        <span key={sort}>
          <svg class={`past-${sort}`} width="22" height="16" aria-hidden="true">
            <path d={`M3 3h16v10h-16z${sort === 'gone' ? 'l16 10m-16 0l16 -10' : ''}`} />
          </svg>
          {say(`history.${sort}`, { n: difference[sort].length })}
        </span>
      ))}
    </p>
  );
};
