/** What of a message is JSON: read once, as what a stranger may have said. */
import { type FailureCode, failures, type NoticeMessage, type Person, type Role, roles } from '@gesso/crdt-schema';
import type { Asker, Order, Present, Spent, Whom } from './bus.ts';

/** Longer than any id, name or sentence that is told; and more people than a board has. */
const mostLetters = 2_000;
const mostPeople = 50_000;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= mostLetters;
const isRole = (value: unknown): value is Role => roles.includes(value as Role);
const isCode = (value: unknown): value is FailureCode => isText(value) && Object.hasOwn(failures, value);

/** Every entry as `read` has it, or undefined where one is none or there are too many. */
function readAll<T>(value: unknown, read: (entry: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length > mostPeople) return undefined;
  const all: T[] = [];
  for (const entry of value) {
    const known = read(entry);
    if (known === undefined) return undefined;
    all.push(known);
  }
  return all;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readOneSpent(value: unknown): Spent | undefined {
  if (!Array.isArray(value)) return undefined;
  const [of, name, amount]: readonly unknown[] = value;
  return isText(of) && isText(name) && isCount(amount) ? [of, name, amount] : undefined;
}

const readText = (value: unknown): string | undefined => (isText(value) ? value : undefined);
const readRole = (value: unknown): Role | undefined => (isRole(value) ? value : undefined);

function readPerson(value: unknown): Person | undefined {
  if (!isFields(value)) return undefined;
  const { id, name, color } = value;
  return isText(id) && isText(name) && isText(color) ? { id, name, color } : undefined;
}

function readPresent(value: unknown): Present | undefined {
  if (!isFields(value)) return undefined;
  const { role, link } = value;
  const person = readPerson(value['person']);
  if (person === undefined || !isRole(role)) return undefined;
  if (link === undefined) return { person, role };
  return isText(link) ? { person, role, link } : undefined;
}

function readNotice(value: unknown): NoticeMessage | undefined {
  if (!isFields(value)) return undefined;
  const { code, message } = value;
  if (!isText(code) || !isText(message)) return undefined;
  if (value['person'] === undefined) return { code, message };
  const person = readPerson(value['person']);
  return person === undefined ? undefined : { code, message, person };
}

function readWhom(value: unknown): Whom | undefined {
  if (!isFields(value)) return undefined;
  const { of, link, connection } = value;
  switch (of) {
    case 'everybody':
      return { of };
    case 'people': {
      const ids = readAll(value['ids'], readText);
      return ids === undefined ? undefined : { of, ids };
    }
    case 'roles': {
      const known = readAll(value['roles'], readRole);
      return known === undefined ? undefined : { of, roles: known };
    }
    case 'link':
      return isText(link) ? { of, link } : undefined;
    case 'connection':
      return isText(connection) ? { of, connection } : undefined;
    default:
      return undefined;
  }
}

const names = [
  'close',
  'close way',
  'notify',
  'rename',
  'ask',
  'answered',
] as const satisfies readonly Order['order'][];

/** What may be left out is, where it is nothing. */
function readAsker(value: unknown): Asker | undefined {
  const person = readPerson(value);
  if (person === undefined || !isFields(value)) return undefined;
  const { signedIn, colorChosen, until, link } = value;
  if (typeof signedIn !== 'boolean') return undefined;
  return {
    ...person,
    signedIn,
    ...(typeof colorChosen === 'boolean' ? { colorChosen } : {}),
    ...(typeof until === 'number' ? { until } : {}),
    ...(isText(link) ? { link } : {}),
  };
}

function readAsk(board: unknown, fields: Fields): Order | undefined {
  const person = readPerson(fields['person']);
  const by = readAsker(fields['by']);
  return isText(board) && person !== undefined && by !== undefined ? { order: 'ask', board, person, by } : undefined;
}

function readKnownOrder(order: Order['order'], fields: Fields): Order | undefined {
  const { board, code, colorChosen } = fields;
  if (order === 'ask') return readAsk(board, fields);
  if (order === 'answered') {
    const { person } = fields;
    return isText(board) && isText(person) ? { order, board, person } : undefined;
  }
  if (order === 'rename') {
    const person = readPerson(fields['person']);
    return person === undefined || typeof colorChosen !== 'boolean' ? undefined : { order, person, colorChosen };
  }
  const whom = readWhom(fields['whom']);
  if (whom === undefined) return undefined;
  if (order === 'close') {
    if (!isCode(code)) return undefined;
    if (board === undefined) return { order, code, whom };
    return isText(board) ? { order, board, code, whom } : undefined;
  }
  if (!isText(board)) return undefined;
  if (order === 'close way') return { order, board, whom };
  const notice = readNotice(fields['notice']);
  return notice === undefined ? undefined : { order, board, notice, whom };
}

const json = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
};

/** Everybody who has a board open, or undefined where that is not what it says. */
export const readPeople = (bytes: Buffer): readonly Present[] | undefined => readAll(json(bytes), readPresent);

/** What was used, behind the number of the message; undefined where that is not what it says. */
export function readSpent(bytes: Buffer): { readonly spent: readonly Spent[]; readonly number: number } | undefined {
  const all = json(bytes);
  if (!Array.isArray(all)) return undefined;
  const [number, ...rest]: readonly unknown[] = all;
  const spent = readAll(rest, readOneSpent);
  return isCount(number) && spent !== undefined ? { spent, number } : undefined;
}

/** The order; `newer` where it is one that this version does not know. */
export function readOrder(bytes: Buffer): Order | 'newer' | 'unreadable' {
  const fields = json(bytes);
  if (!isFields(fields)) return 'unreadable';
  const name = names.find((known) => known === fields['order']);
  if (name === undefined) return isText(fields['order']) ? 'newer' : 'unreadable';
  return readKnownOrder(name, fields) ?? 'unreadable';
}
