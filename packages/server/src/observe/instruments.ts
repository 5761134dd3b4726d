import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds from one to the next are about doubled: 1 ms to 10 s. */
const buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A value for each set of labels. */
export type LabeledValues<T extends string> = Iterable<readonly [labels: Record<T, string>, value: number]>;

/** Makes the instruments of Prometheus, all in one registry. */
export const createInstruments = () => {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    counter: <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
      new Counter({ name, help, labelNames: [...labelNames], registers }),
    /** A counter that is read elsewhere each time it is asked for. */
    readCounter: (name: string, help: string, read: () => number) =>
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      }),
    /** The same with labels, as many of them as there are at the time. */
    readCounters: <T extends string>(name: string, help: string, labels: readonly T[], read: () => LabeledValues<T>) =>
      new Counter({
        name,
        help,
        labelNames: [...labels],
        registers,
        collect() {
          this.reset();
          for (const [of, value] of read()) this.inc(of, value);
        },
      }),
    readGauges: <T extends string>(name: string, help: string, labels: readonly T[], read: () => LabeledValues<T>) =>
      new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers,
        collect() {
          this.reset();
          for (const [of, value] of read()) this.set(of, value);
        },
      }),
    /** Of seconds. */
    histogram: <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
      new Histogram({ name, help, labelNames: [...labelNames], buckets, registers }),
    gauge: (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      }),
  };
};

export type Instruments = ReturnType<typeof createInstruments>;

/** Memory, processor time and age of this process, under the names Prometheus has for them. */
export const measureProcess = ({ gauge, readCounter }: Instruments): void => {
  gauge('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss());
  readCounter('process_cpu_seconds_total', 'CPU time of the process', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  gauge('process_uptime_seconds', 'Age of the process', () => process.uptime());
};
