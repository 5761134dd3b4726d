import { perLanguage } from './per-language.ts';

/** Units of time, the longest first, with their length in seconds and how many of them are still said as such. */
const units = [
  ['day', 86_400, 7],
  ['hour', 3_600, 24],
  ['minute', 60, 60],
] as const;

const ago = perLanguage((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
const day = { day: 'numeric', month: 'short' } as const;
const dayOfYear = perLanguage((language) => new Intl.DateTimeFormat(language, day));
const dayAndYear = perLanguage((language) => new Intl.DateTimeFormat(language, { ...day, year: 'numeric' }));

/** When something happened, as a person says it: “5 minutes ago”, “yesterday”, later its day. Times are ms since 1970. */
export const whenOf = (at: number, now: number, language: string): string => {
  const seconds = (now - at) / 1_000;
  if (seconds < 60) return ago(language).format(0, 'second');
  for (const [unit, length, most] of units) {
    const count = Math.round(seconds / length);
    if (seconds >= length && count <= most) return ago(language).format(-count, unit);
  }
  const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (thisYear ? dayOfYear : dayAndYear)(language).format(at);
};
