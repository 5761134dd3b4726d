import type { Film, Person } from '@gesso/crdt-schema';
import type { Player } from './player.ts';

/** ms of a film at speed 1 for which somebody counts as drawing. */
const recent = 1_500;
/** Steps that are looked through for it. */
const mostSteps = 200;

/** People who have drawn just before a time of a film, the last first. */
export function drawingNow(
  film: Pick<Film, 'steps'>,
  people: ReadonlyMap<string, Person>,
  { times, time, speed }: Pick<Player, 'times' | 'time' | 'speed'>,
): readonly Person[] {
  const end = times.positionAt(time.value);
  const begin = Math.max(end - mostSteps, times.positionAt(time.value - recent * speed.value));
  const ids = new Set<string>();
  // The one of the last step, however long ago.
  for (let step = end - 1; step >= Math.max(0, Math.min(begin, end - 1)); step--) ids.add(film.steps[step]?.by ?? '');
  return [...ids].flatMap((id) => people.get(id) ?? []).filter(({ name }) => name !== '');
}
