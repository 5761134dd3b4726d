/** The sentences of the bar, which are loaded with it. */
export const strings = {
  title: 'Find on the board',
  field: 'Find on the board',
  next: 'Next',
  previous: 'Previous',
  place: (n: number, all: number) => `${n} of ${all}`,
  found: (n: number) => `${n} found`,
  none: 'Nothing found',
  /** What was found and where it stands among all, read aloud. */
  said: (place: string, kind: string, text: string) => `${place}: ${kind}, “${text}”`,
} as const;
