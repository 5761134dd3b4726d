/** CPU time of this thread that the longest turn takes while `work` goes on, in ms: what others wait for. */
export const longestTurn = async (work: () => Promise<unknown>): Promise<number> => {
  let longest = 0;
  let begun = process.threadCpuUsage();
  const look = (): void => {
    const { user, system } = process.threadCpuUsage(begun);
    longest = Math.max(longest, (user + system) / 1_000);
    begun = process.threadCpuUsage();
    next = setImmediate(look);
  };
  let next = setImmediate(look);
  await work();
  clearImmediate(next);
  look();
  clearImmediate(next);
  return longest;
};
