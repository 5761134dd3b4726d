import { type Person, type Role, roles } from '@gesso/crdt-schema';
import { object, person as personOf } from '../network/api.ts';

/** A board as a person has it. Times are ms since 1970. */
export interface Board {
  readonly id: string;
  /** Empty where it has no name. */
  readonly title: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it was thrown away; NaN where it was not. */
  readonly deletedAt: number;
  readonly starred: boolean;
  /** Some of those who have it open now. */
  readonly people: readonly Person[];
}

export const shelves = ['all', 'starred', 'trash'] as const;
/** Which of a person's boards. */
export type Shelf = (typeof shelves)[number];

export const orders = ['updated', 'created', 'title'] as const;
export type Order = (typeof orders)[number];

/** What is asked for. */
export interface Query {
  readonly shelf: Shelf;
  readonly order: Order;
  /** Part of the name. */
  readonly words: string;
}

/** A text of an answer; empty where there is none. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads a board as the server writes it; nothing where it is none. */
export const boardOf = (value: unknown): Board[] => {
  const json = object(value);
  const id = text(json['id']);
  const role = roles.find((known) => known === json['role']);
  if (id === '' || role === undefined) return [];
  const people = Array.isArray(json['people']) ? json['people'].map(personOf) : [];
  return [
    {
      id,
      role,
      people,
      title: text(json['title']),
      createdAt: Date.parse(text(json['createdAt'])),
      updatedAt: Date.parse(text(json['updatedAt'])),
      deletedAt: Date.parse(text(json['deletedAt'])),
      starred: json['starred'] === true,
    },
  ];
};
