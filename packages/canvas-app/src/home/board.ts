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
  /** When it is deleted for good; NaN where it is not in the trash. */
  readonly deletedUntil: number;
  readonly starred: boolean;
  /** This person's, by name. */
  readonly tags: readonly string[];
  /** What stands around the words by which it was found; empty where it was found by its name. */
  readonly found: string;
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
  /** Part of the name, or of what is written on it. */
  readonly words: string;
  /** Empty for any. */
  readonly tag: string;
}

/** A tag of this person, and how many boards have it. */
export interface Tag {
  readonly tag: string;
  readonly boards: number;
}

/** Tags are the same in any case. */
export const tagKey = (tag: string): string => tag.toLowerCase();

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one !== '') : [];

/** Reads tags as the server writes them. */
export const tagsOf = (value: unknown): readonly Tag[] => {
  const { tags } = object(value);
  if (!Array.isArray(tags)) return [];
  return tags.map(object).flatMap(({ tag, boards }) => {
    const name = text(tag);
    return name === '' ? [] : [{ tag: name, boards: Number(boards) || 0 }];
  });
};

/** The tags of boards, counted, by name. */
export function countTags(boards: readonly Board[]): readonly Tag[] {
  const counts = new Map<string, Tag>();
  for (const tag of boards.flatMap(({ tags }) => tags)) {
    const known = counts.get(tagKey(tag));
    counts.set(tagKey(tag), { tag, boards: (known?.boards ?? 0) + 1 });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tag]) => tag);
}

/** Days that a board in the trash has left, the one that has begun included. */
export const daysLeft = ({ deletedUntil }: Pick<Board, 'deletedUntil'>, now: number): number =>
  Math.max(0, Math.ceil((deletedUntil - now) / 86_400_000));

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
      deletedUntil: Date.parse(text(json['deletedUntil'])),
      starred: json['starred'] === true,
      tags: textsOf(json['tags']),
      found: text(json['found']),
    },
  ];
};
