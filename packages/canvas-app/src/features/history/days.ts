import { perLanguage } from '../../words/per-language.ts';
import type { Version } from './versions.ts';

/** What was kept on one day. */
export interface Day {
  /** Any moment of it, ms since 1970. */
  readonly at: number;
  readonly versions: readonly Version[];
}

const dayOf = (at: number): string => new Date(at).toDateString();

/** Versions by the day on which they were the board, in the order in which they are given. */
export const daysOf = (versions: readonly Version[]): readonly Day[] => {
  const days: { at: number; versions: Version[] }[] = [];
  for (const version of versions) {
    const day = days.at(-1);
    if (day !== undefined && dayOf(day.at) === dayOf(version.at)) day.versions.push(version);
    else days.push({ at: version.at, versions: [version] });
  }
  return days;
};

const dayMs = 86_400_000;
/** Days that are called by the day of the week. */
const week = 6;

const time = perLanguage((language) => new Intl.DateTimeFormat(language, { timeStyle: 'short' }));
const relative = perLanguage((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
const weekday = perLanguage((language) => new Intl.DateTimeFormat(language, { weekday: 'long' }));
const fullDay = perLanguage((language) => new Intl.DateTimeFormat(language, { dateStyle: 'long' }));
const weekdayAndTime = perLanguage(
  (language) => new Intl.DateTimeFormat(language, { weekday: 'long', hour: 'numeric', minute: '2-digit' }),
);
const inFull = perLanguage((language) => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }));

/** Days between two moments by the calendar of this device. Noon, as days of a change of the clocks are shorter or longer. */
const daysBetween = (at: number, now: number): number =>
  Math.round((new Date(now).setHours(12, 0, 0, 0) - new Date(at).setHours(12, 0, 0, 0)) / dayMs);

/** “today”, “yesterday”, “Tuesday”, later the date. */
export const dayName = (at: number, now: number, language: string): string => {
  const days = daysBetween(at, now);
  if (days >= 0 && days < 2) return relative(language).format(-days, 'day');
  return (days > 0 && days <= week ? weekday : fullDay)(language).format(at);
};

export const timeName = (at: number, language: string): string => time(language).format(at);

/** A moment as one says it in a sentence: “Tuesday 14:05”, from a week ago on with its date. */
export const momentName = (at: number, now: number, language: string): string => {
  const days = daysBetween(at, now);
  return (days >= 0 && days <= week ? weekdayAndTime : inFull)(language).format(at);
};
