import type { Failure, FailureCode } from '@gesso/crdt-schema';

/** Everything an operator may want to count, alert on or search for: the `event` of a log line. `docs/operations.md` lists them. */
export const securityEvents = {
  'auth.fail': 'a session, token, ticket or password did not hold',
  'authz.deny': 'a person asked for what they may not have',
  'address.deny': 'a connection came from an address that is not let in',
  'limit.hit': 'a person or address asked for too much or too fast, or the server is too busy',
  'frame.invalid': 'a frame, or the update in it, broke the rules; its connection was closed',
  'update.reject': 'an update was well formed and not taken: too large, a full board, another person’s id, a hook',
  'session.revoke': 'a session was ended or replaced',
  'board.create': 'a board was made',
  'board.trash': 'a board was thrown away',
  'board.restore': 'a board was brought back',
  'board.leave': 'a person took a board off their list, with what its links had given them',
  'board.remove': 'a board was removed for good',
  'board.give': 'a board was given to another owner, by them or by a command',
  'board.drawing': 'an owner said who draws: everybody who may, or nobody else',
  'board.previews': 'an owner said whether links show the name and the picture of a board, or do not',
  'board.damaged': 'part of a board was unreadable and set aside',
  'version.keep': 'a person kept a version of a board under a name',
  'version.remove': 'a named version of a board was forgotten',
  'person.role': 'an owner gave a person another role on a board',
  'person.remove': 'an owner sent a person away from a board',
  'link.create': 'a link was made',
  'link.change': 'a link was given another role, name, end, password or number of people',
  'link.join': 'a new person came by a link',
  'link.revoke': 'a link was turned off',
  'webhook.add': 'an owner had an address told of what happens on a board',
  'webhook.remove': 'an owner had it told of nothing more',
  'tls.reload': 'the certificate was read again',
} as const;
export type SecurityEvent = keyof typeof securityEvents;

/** Where something was refused: a request, an upgrade to a socket, or a frame on one. */
export type RefusedAt = 'http' | 'socket' | 'frame';

const common: Partial<Record<FailureCode, SecurityEvent>> = {
  UNAUTHENTICATED: 'auth.fail',
  PASSWORD_REQUIRED: 'auth.fail',
  FORBIDDEN: 'authz.deny',
  NO_SUCH_BOARD: 'authz.deny',
  REVOKED: 'authz.deny',
  LINK_USED_UP: 'authz.deny',
  RATE_LIMITED: 'limit.hit',
  TOO_SLOW: 'limit.hit',
  OVERLOADED: 'limit.hit',
  TOO_LARGE: 'limit.hit',
  BUDGET_SPENT: 'limit.hit',
  DISK_FULL: 'limit.hit',
};
const onFrames: Partial<Record<FailureCode, SecurityEvent>> = {
  MALFORMED: 'frame.invalid',
  NEWER_CLIENT: 'update.reject',
  TOO_LARGE: 'update.reject',
  BOARD_FULL: 'update.reject',
  BUDGET_SPENT: 'update.reject',
  NOT_YOUR_ID: 'update.reject',
  NOT_YOUR_COMMENT: 'update.reject',
};

/** The name of a refusal, when it is one that matters to security. */
export const eventOf = (at: RefusedAt, { code, detail }: Failure): SecurityEvent | undefined => {
  if (at !== 'frame') return common[code];
  if (code === 'FORBIDDEN' && detail?.startsWith('hook:') === true) return 'update.reject';
  return onFrames[code] ?? common[code];
};
