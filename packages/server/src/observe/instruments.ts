import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds from one to the next are about doubled: 1 ms to 10 s. */
const buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

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
