import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { limits } from '../limits.ts';

/**
 * Frames of `/sync/:board`: y-websocket's own (0–3) and Gesso's (100–103), which only travel to and from clients that
 * connected with `gesso=1`. One message per frame. Source of 0–3: the y-protocols and y-websocket packages.
 */
export const messageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  saved: 100,
  live: 101,
  role: 102,
  notice: 103,
} as const;

export const syncType = { step1: 0, step2: 1, update: 2 } as const;

export type Role = 'owner' | 'editor' | 'commenter' | 'viewer';
export const roles: readonly Role[] = ['viewer', 'commenter', 'editor', 'owner'];

/** Whether `role` has at least the rights of `needed`. */
export const atLeast = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);

/** Whether a role may comment on the board: its comments are all that a commenter may change. */
export const mayComment = (role: Role): boolean => atLeast(role, 'commenter');

/** Whether a role may change the board. */
export const mayWrite = (role: Role): boolean => atLeast(role, 'editor');

/** A person as others see them. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

export interface RoleMessage {
  readonly role: Role;
  readonly you: Person;
}

export interface NoticeMessage {
  readonly code: string;
  readonly message: string;
  /** Whom it is about. */
  readonly person?: Person | undefined;
}

const frame = (type: number, body: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  body(encoder);
  return encoding.toUint8Array(encoder);
};

/** The first `n` document-changing frames of this socket are committed. */
export const encodeSaved = (n: number): Uint8Array => frame(messageType.saved, (e) => encoding.writeVarUint(e, n));

/** `body` as `live.ts` makes it, at most `limits.liveBytes`. */
export const encodeLive = (body: Uint8Array): Uint8Array =>
  frame(messageType.live, (e) => encoding.writeVarUint8Array(e, body));

export const encodeRole = (message: RoleMessage): Uint8Array =>
  frame(messageType.role, (e) => encoding.writeVarString(e, JSON.stringify(message)));

export const encodeNotice = (message: NoticeMessage): Uint8Array =>
  frame(messageType.notice, (e) => encoding.writeVarString(e, JSON.stringify(message)));

/** An update that carries neither structs nor deletions: what an honest viewer answers to sync step 1. */
export const isEmptyUpdate = (update: Uint8Array): boolean =>
  update.length === 0 || (update.length === 2 && update[0] === 0 && update[1] === 0);

/**
 * Whether a frame counts for `saved`: sync step 2 or update whose update is not empty. Both sides count with this one
 * function. Never throws; a malformed frame does not count.
 */
export const changesDocument = (bytes: Uint8Array): boolean => {
  try {
    const decoder = decoding.createDecoder(bytes);
    if (decoding.readVarUint(decoder) !== messageType.sync) return false;
    const type = decoding.readVarUint(decoder);
    if (type !== syncType.step2 && type !== syncType.update) return false;
    return !isEmptyUpdate(decoding.readVarUint8Array(decoder));
  } catch {
    return false;
  }
};

/** Whether a frame is this step of the sync protocol. Its first two bytes are type and step; both are below 128, so one byte each. */
export const isSync = (frame: Uint8Array, step: number): boolean => frame[0] === messageType.sync && frame[1] === step;

/** A frame as the server takes it: an update that is large travels as a sync step 2, which may be larger. The two differ in one byte. */
export function asTaken(frame: Uint8Array): Uint8Array {
  if (frame.length <= limits.smallUpdateBytes || !isSync(frame, syncType.update)) return frame;
  const copy = frame.slice();
  copy[1] = syncType.step2;
  return copy;
}

/** A server's Gesso frame as the client reads it, or undefined when it is none or is malformed. */
export type ServerMessage =
  | { readonly type: 'saved'; readonly count: number }
  | { readonly type: 'live'; readonly body: Uint8Array }
  | { readonly type: 'role'; readonly role: Role; readonly you: Person }
  | ({ readonly type: 'notice' } & NoticeMessage);

const text = (value: unknown, most: number): string => (typeof value === 'string' ? value.slice(0, most) : '');

const personIn = (value: unknown): Person => {
  const person = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return {
    id: text(person['id'], 64),
    name: text(person['name'], limits.personNameLength),
    color: text(person['color'], 7),
  };
};

/** Reads the body of a 100–103 frame; `decoder` stands behind the type. Never throws. */
export const readServerMessage = (type: number, decoder: decoding.Decoder): ServerMessage | undefined => {
  try {
    switch (type) {
      case messageType.saved:
        return { type: 'saved', count: decoding.readVarUint(decoder) };
      case messageType.live: {
        const body = decoding.readVarUint8Array(decoder);
        return body.length <= limits.liveBytes ? { type: 'live', body: body.slice() } : undefined;
      }
      case messageType.role: {
        const value: unknown = JSON.parse(decoding.readVarString(decoder));
        if (typeof value !== 'object' || value === null) return undefined;
        const { role, you } = value as { role?: unknown; you?: unknown };
        if (typeof role !== 'string' || !(roles as readonly string[]).includes(role)) return undefined;
        return { type: 'role', role: role as Role, you: personIn(you) };
      }
      case messageType.notice: {
        const value: unknown = JSON.parse(decoding.readVarString(decoder));
        if (typeof value !== 'object' || value === null) return undefined;
        const { code, message, person } = value as Record<string, unknown>;
        const about = person === undefined ? {} : { person: personIn(person) };
        return { type: 'notice', code: text(code, 64), message: text(message, 500), ...about };
      }
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
};
