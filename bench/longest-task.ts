interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** μs of the thread. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The longest task of the page's thread in a trace (`toplevel`), in ms of that thread: what else the machine does is no part of that. */
export const longestTask = (trace: Buffer): number => {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return traceEvents.reduce((longest, { name, pid, tid, tdur = 0 }) => {
    const isTask = name.endsWith('RunTask') && main.has(`${pid} ${tid}`);
    return isTask ? Math.max(longest, tdur / 1_000) : longest;
  }, 0);
};
