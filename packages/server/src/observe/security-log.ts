import { createMeter, type Meter } from '../quotas/meter.ts';
import type { Log } from './log.ts';
import { type SecurityEvent, securityEvents } from './security-events.ts';

/** Lines of one kind that are written at once, and then a minute: the rest is counted and told with the next line. */
const lines = { burst: 20, perSecond: 20 / 60 } as const;

/** What an operator should see without asking for it: an attack may be under way. All others are the day's business. */
const important: ReadonlySet<string> = new Set<SecurityEvent>([
  'auth.fail',
  'address.deny',
  'limit.hit',
  'frame.invalid',
  'update.reject',
]);

/** Writes events by name, so many of a kind that nobody can fill a disk by making more of them; how many were left out is told with the next. */
export interface SecurityLog {
  event(event: SecurityEvent, facts: object): void;
  /** A refusal that has no name, or that is the server's own fault. */
  refusal(kind: string, facts: object, ours: boolean): void;
}

export const createSecurityLog = (log: Log, elapsed: () => number): SecurityLog => {
  const kinds = new Map<string, { readonly meter: Meter; suppressed: number }>();

  /** The facts with how many were left out before; undefined when this one is. */
  const sampled = (kind: string, facts: object): object | undefined => {
    const known = kinds.get(kind) ?? { meter: createMeter(lines), suppressed: 0 };
    kinds.set(kind, known);
    const at = elapsed();
    if (known.meter.charge(0, at) > 0) {
      known.suppressed++;
      return undefined;
    }
    known.meter.charge(1, at);
    const { suppressed } = known;
    known.suppressed = 0;
    return suppressed === 0 ? facts : { ...facts, suppressed };
  };

  return {
    event(event, facts) {
      const told = sampled(event, { event, ...facts });
      if (told === undefined) return;
      if (important.has(event)) log.warn(told, securityEvents[event]);
      else log.info(told, securityEvents[event]);
    },
    refusal(kind, facts, ours) {
      const told = sampled(`${kind} ${ours}`, facts);
      if (told === undefined) return;
      if (ours) log.error(told, 'the server could not do what it should');
      else log.info(told, 'a request was refused');
    },
  };
};
