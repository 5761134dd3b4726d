/** What is kept at most, the same in every database. */
import { dayMs, minuteMs } from '../units.ts';

/** Boards a person is remembered to have opened, those of last first. */
export const visitsPerPerson = 1_000;
/** Boards that have a person's star, those they gave last. */
export const starsPerPerson = 1_000;
/** Tags of a person on all boards together, those they gave last. */
export const tagsPerPerson = 5_000;
/** Sessions of a person that are shown, newest first. */
export const sessionsShown = 500;
/** How stale `sessions.seen_at` may get, so that reading a session rarely writes. */
export const seenEveryMs = 60 * 60 * 1000;
/** People who come by one link within this time are one row that counts them: a crowd does not wash out what else was done. */
export const joinsTogether = { event: 'link.join', ms: dayMs } as const;
/** Events of a board that are kept, newest first; it is looked at every so many. */
export const auditKept = { most: 5_000, every: 100 } as const;
/** Owners of client ids that a board keeps, those of last first: one page that is opened is one id. */
export const idsPerBoard = 50_000;
/** A guest who was not seen for longer than this after they came has not come again. */
export const stayMs = 2 * 60 * 60 * 1000;
/** How late the time of a board's last change may be written, with room to spare (ms). */
export const touchedLateMs = minuteMs;
/** Boards that are named to be looked at, at a time. */
export const boardsAtOnce = 1_000;
