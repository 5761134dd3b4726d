/** Reads rows of any database into records: columns are called the same in each. What is in none of its values is refused. */

import type { AssetRecord } from './assets.ts';
import type { NamedVersion } from './history.ts';
import type { QuarantinedRecord } from './operations.ts';
import {
  type BoardPerson,
  type BoardRecord,
  type LinkRecord,
  type LinkRole,
  linkRoles,
  type Membership,
  memberships,
  type PersonRecord,
  type StayFacts,
} from './repositories.ts';
import { bytes, integer, isSet, optional, type Row, text } from './rows.ts';
import { type Delivery, type WebhookEvent, type WebhookRecord, webhookEvents } from './webhooks.ts';

export const boardOf = (row: Row): BoardRecord => ({
  id: text(row, 'id'),
  title: text(row, 'title'),
  createdAt: integer(row, 'created_at'),
  updatedAt: integer(row, 'updated_at'),
  owner: optional(text, row, 'owner'),
  deletedAt: optional(integer, row, 'deleted_at'),
  // Files of older versions have no such columns.
  ownerDraws: isSet(row, 'owner_draws'),
  previews: isSet(row, 'previews'),
});

const linkRoleOf = (row: Row): LinkRole => {
  const role = linkRoles.find((known) => known === row['role']);
  if (role === undefined) throw new Error(`a link in the database has the role ${String(row['role'])}`);
  return role;
};

export const linkOf = (row: Row): LinkRecord => ({
  id: text(row, 'id'),
  board: text(row, 'board'),
  role: linkRoleOf(row),
  keyHash: bytes(row, 'key_hash'),
  label: optional(text, row, 'label'),
  password: optional(text, row, 'password'),
  expiresAt: optional(integer, row, 'expires_at'),
  uses: integer(row, 'uses'),
  maxUses: optional(integer, row, 'max_uses'),
  createdAt: integer(row, 'created_at'),
});

export const membershipOf = (row: Row): Membership => {
  const known = memberships.find((one) => one === row['role']);
  if (known === undefined) throw new Error(`a membership in the database has the role ${String(row['role'])}`);
  return known;
};

/** What is kept of a stay, but for its links: it has a row for each of them, see `stayLinkOf`. */
export const stayOf = (row: Row): StayFacts => ({
  board:
    row['board'] === null
      ? undefined
      : {
          owner: optional(text, row, 'owner'),
          ownerDraws: isSet(row, 'owner_draws'),
          deletedAt: optional(integer, row, 'deleted_at'),
        },
  membership: row['membership'] === null ? undefined : membershipOf({ role: row['membership'] }),
  links: [],
  isSessionOver: isSet(row, 'is_over'),
});

/** The link of a stay in this row, if there is one. */
export const stayLinkOf = (row: Row): StayFacts['links'] =>
  row['link'] === null
    ? []
    : [{ id: text(row, 'link'), role: linkRoleOf(row), expiresAt: optional(integer, row, 'expires_at') }];

export const boardPersonOf = (row: Row): BoardPerson => ({
  id: text(row, 'person'),
  seenAt: optional(integer, row, 'seen_at'),
  membership: row['role'] === null ? undefined : membershipOf(row),
});

export const personOf = (row: Row): PersonRecord => ({
  id: text(row, 'person'),
  name: text(row, 'name'),
  color: text(row, 'color'),
  colorChosen: row['color_chosen'] === null ? undefined : isSet(row, 'color_chosen'),
});

export const assetOf = (row: Row): AssetRecord => {
  const type = text(row, 'type');
  if (type !== 'image/png' && type !== 'image/webp') throw new Error(`a picture in the database has the type ${type}`);
  return { hash: text(row, 'hash'), type, bytes: integer(row, 'bytes') };
};

const eventsOf = (row: Row, column: string): WebhookEvent[] => {
  const named = text(row, column).split(' ');
  return webhookEvents.filter((event) => named.includes(event));
};

export const webhookOf = (row: Row): WebhookRecord => ({
  id: text(row, 'id'),
  board: text(row, 'board'),
  url: text(row, 'url'),
  secret: text(row, 'secret'),
  events: eventsOf(row, 'events'),
  createdAt: integer(row, 'created_at'),
});

export const deliveryOf = (row: Row): Delivery[] =>
  eventsOf(row, 'event').map((event) => ({
    id: integer(row, 'number'),
    webhook: webhookOf(row),
    event,
    at: integer(row, 'at'),
    facts: text(row, 'facts'),
    tries: integer(row, 'tries'),
  }));

/** What the log writes as the origin of what it sets aside. */
const origins: Readonly<Record<string, Pick<QuarantinedRecord, 'kind' | 'reason'>>> = {
  update: { kind: 'update', reason: 'damaged' },
  snapshot: { kind: 'snapshot', reason: 'damaged' },
  history: { kind: 'history', reason: 'damaged' },
  'costly update': { kind: 'update', reason: 'costly' },
  'costly snapshot': { kind: 'snapshot', reason: 'costly' },
};

export const quarantinedOf = (row: Row): QuarantinedRecord => {
  const origin = origins[text(row, 'origin')];
  if (origin === undefined) throw new Error(`a record in quarantine has the origin ${text(row, 'origin')}`);
  return {
    board: text(row, 'board'),
    ...origin,
    seq: integer(row, 'seq'),
    bytes: integer(row, 'bytes'),
    at: integer(row, 'at'),
  };
};

export const namedVersionOf = (row: Row): NamedVersion => ({
  id: text(row, 'id'),
  name: text(row, 'name'),
  seq: integer(row, 'seq'),
  at: integer(row, 'at'),
  by: optional(text, row, 'person') ?? '',
  bytes: integer(row, 'bytes'),
});

/** Tables and columns of what stands under a person and another thing, once each: where both have it, what the other person has stays. */
export const keptOfPeople = [
  ['visits', 'board, at'],
  ['stars', 'board, at'],
  ['tags', 'board, key, tag, at'],
  ['grants', 'link, at'],
  ['memberships', 'board, role, at'],
] as const;
