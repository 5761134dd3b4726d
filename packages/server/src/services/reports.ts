import type { Failure, FailureCode } from '@gesso/crdt-schema';
import type { ActiveHooks } from '../auth/hooks.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import { eventOf, type RefusedAt, type SecurityEvent } from '../observe/security-events.ts';
import { createSecurityLog } from '../observe/security-log.ts';
import type { AuditLog, AuditRecord } from '../stores/repositories.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

/** What an operator and a board's owner are told of what happened. None of it ever fails. */
export interface Reports {
  /** Counts and logs what was refused, under the name of its security event where it has one. `error` is told when it is ours. */
  refused(at: RefusedAt, failure: Failure, facts: object, error?: unknown): void;
  /** Tells the log of something that matters to security. */
  security(event: SecurityEvent, facts: object): void;
  /** Remembers what a person did. Never fails: an audit that cannot be written must not undo what was done. */
  audit(
    event: SecurityEvent,
    record: Omit<AuditRecord, 'at' | 'event' | 'facts'> & { readonly facts?: AuditRecord['facts'] },
  ): void;
}

export interface ReportsDeps {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'refused'>;
  readonly hooks: Pick<ActiveHooks, 'onAudit'>;
  readonly auditLog: AuditLog;
  readonly webhooks: Pick<Webhooks, 'onAudit'>;
  readonly now: () => number;
  /** Milliseconds that only grow. */
  readonly elapsed: () => number;
}

/** Refusals that are the server's own fault; every other 5xx is it looking after itself. */
const ours: ReadonlySet<FailureCode> = new Set(['INTERNAL', 'STORE_UNAVAILABLE']);

export function createReports({ log, metrics, hooks, auditLog, webhooks, now, elapsed }: ReportsDeps): Reports {
  const told = createSecurityLog(log, elapsed);
  return {
    security: told.event,
    audit(event, { board, person, facts = {} }) {
      const record = { at: now(), event, board, person, facts };
      told.event(event, { board, person, ...facts });
      guarded(log, 'onAudit', () => hooks.onAudit?.(record));
      webhooks.onAudit(event, board, facts);
      auditLog.append(record).catch((error) => log.error({ err: error, event }, 'an audit record was not written'));
    },
    refused(at, failure, facts, error = failure) {
      const { code, detail } = failure;
      metrics.refused(at, code);
      const event = eventOf(at, failure);
      const all = { at, code, detail, ...facts };
      if (ours.has(code)) told.refusal(code, { ...(event === undefined ? {} : { event }), ...all, err: error }, true);
      else if (event === undefined) told.refusal(code, all, false);
      else told.event(event, all);
    },
  };
}

/** Calls a hook that only watches: it must not break what it watches. */
export function guarded(log: Log, name: string, hook: () => void): void {
  try {
    hook();
  } catch (error) {
    log.error({ err: error }, `the hook ${name} failed`);
  }
}
