import type { FilmTime } from './film-time.ts';
import type { Version } from './versions.ts';

/** A place of a film that has a name. */
export interface TimeMark {
  readonly position: number;
  readonly name: string;
}

/** The places of versions in a film, in order: those with a name, each once. `last`: when one was here last, and how that is called. */
export function marksIn(
  times: Pick<FilmTime, 'positionOf'>,
  versions: readonly Version[],
  last?: { readonly at: number; readonly name: string },
): readonly TimeMark[] {
  const named = versions.flatMap(({ at, name }) => (name === undefined ? [] : [{ at, name }]));
  return [...named, ...(last === undefined ? [] : [last])]
    .map(({ at, name }) => ({ position: times.positionOf(at), name }))
    .sort((a, b) => a.position - b.position);
}

/** The nearest mark before or behind a position. */
export const markBeside = (marks: readonly TimeMark[], position: number, by: 1 | -1): TimeMark | undefined =>
  by < 0 ? marks.filter((mark) => mark.position < position).at(-1) : marks.find((mark) => mark.position > position);
