/** Returns what tells whether one more may go now, of so many within any second. `now` in ms. */
export function createPace(perSecond: number): (now: number) => boolean {
  let times: readonly number[] = [];
  return (now) => {
    times = times.filter((time) => now - time < 1_000);
    if (times.length >= perSecond) return false;
    times = [...times, now];
    return true;
  };
}
