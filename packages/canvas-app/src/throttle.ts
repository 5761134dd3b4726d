/** Runs `work` at once and then at most every `interval` ms while it keeps being requested. */
export const everyFew = (interval: number, work: () => void): { request(): void; stop(): void } => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = false;
  const run = () => {
    wanted = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (wanted) run();
    }, interval);
    work();
  };
  return {
    request() {
      wanted = true;
      if (timer === undefined) run();
    },
    stop() {
      clearTimeout(timer);
      wanted = false;
    },
  };
};
