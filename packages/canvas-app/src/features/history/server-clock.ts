/** Clocks of a server and a device that are no further apart agree: a server tells its time in seconds. */
const slack = 2_000;

/** How far the clock of the server is ahead of the one here, in ms, as far as that is known. */
let ahead = 0;

/** Notes what time it is by the server, of the `Date` of an answer that has just come. */
export function noteServerTime(date: string | null): void {
  const difference = Date.parse(date ?? '') - Date.now();
  ahead = Math.abs(difference) > slack ? difference : 0;
}

/** Now by the clock of the server, ms since 1970: what is stored has times of that clock. */
export const serverNow = (): number => Date.now() + ahead;
