import { boardFile, failures, historyType, roles } from '@gesso/crdt-schema';
import { linkRoles } from '../stores/repositories.ts';

/** The shapes of the API, once: requests are checked and answers written by them, and `/api/docs` shows them. */

const string = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time', description: 'ISO 8601' } as const;
const maybe = <T extends { readonly type: string }>(schema: T) => ({ ...schema, type: [schema.type, 'null'] as const });

/** One of these words, or null. */
const oneOf = (words: readonly string[]) => ({ type: ['string', 'null'], enum: [...words, null] });

/** An object with exactly these properties; those in `optional` may be missing. */
const object = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

const failure = object({
  code: { type: 'string', enum: Object.keys(failures) },
  message: { type: 'string', description: 'what happened, for a person' },
  hint: { type: 'string', description: 'what to do next, for a person' },
});

const role = { type: 'string', enum: [...roles] };
const board = {
  id: string,
  title: string,
  role,
  createdAt: time,
  updatedAt: time,
  ownerDraws: { type: 'boolean', description: 'nobody but its owner draws at the moment' },
  previews: { type: 'boolean', description: 'anyone may be shown its name and picture where its address is passed on' },
  deletedAt: time,
  deletedUntil: { ...time, description: 'when it is deleted for good, if it is still in the trash then; ISO 8601' },
};
export const boardShape = object(board, ['deletedAt', 'deletedUntil', 'ownerDraws', 'previews']);
const linkRole = { type: 'string', enum: [...linkRoles] };
/** A board as it is shown to a person who may see it. */
export const shownBoardShape = object(
  {
    ...board,
    link: {
      ...object({
        role: linkRole,
        expiresAt: maybe(time),
        hasPassword: { type: 'boolean' },
        usedUp: { type: 'boolean' },
      }),
      description: 'the link by which I came, and what it gives others; absent where none is on, and for owners',
    },
  },
  ['deletedAt', 'deletedUntil', 'ownerDraws', 'previews', 'link'],
);
const person = { id: string, name: string, color: string };
/** A person as others see them. */
export const personShape = object(person);
/** A board as one person has it. */
const listedBoard = object(
  {
    ...board,
    openedAt: maybe(time),
    starred: { type: 'boolean' },
    tags: { type: 'array', items: string, description: 'mine, by name' },
    people: { type: 'array', items: personShape, description: 'some of those who have it open now' },
    found: { type: 'string', description: 'what stands around the words that are written on it' },
  },
  ['deletedAt', 'deletedUntil', 'ownerDraws', 'previews', 'found'],
);
const next = { ...maybe(string), description: 'after= of the next page; null on the last' };
const reading = {
  type: 'boolean',
  description: 'boards are still being read on which the words may be written: ask again',
};
export const boardList = object({ boards: { type: 'array', items: listedBoard }, next, reading }, ['reading']);
export const tagsShape = object({ tags: { type: 'array', items: string } });
/** A person's tags, and how many of their boards have each. */
export const tagList = object({ tags: { type: 'array', items: object({ tag: string, boards: { type: 'integer' } }) } });

/** A link when it is made: the only time its key is shown. */
export const newLinkShape = object(
  {
    id: string,
    role: linkRole,
    url: { type: 'string', description: 'what to give to people; the key stands behind the #' },
    key: string,
    label: maybe(string),
    expiresAt: maybe(time),
    uses: { type: 'integer' },
    maxUses: { type: 'integer' },
  },
  ['maxUses'],
);
/** A link as its board's owner has it afterwards. */
export const linkShape = object(
  {
    id: string,
    role: linkRole,
    label: maybe(string),
    createdAt: time,
    expiresAt: maybe(time),
    uses: { type: 'integer' },
    maxUses: { type: 'integer' },
    hasPassword: { type: 'boolean' },
  },
  ['maxUses'],
);
export const linkList = object({
  links: { type: 'array', items: linkShape },
  embeds: { type: 'boolean', description: 'pages of other sites may show boards in a frame, at /embed/{board}#k=…' },
});
const webhook = {
  id: string,
  url: string,
  events: { type: 'array', items: string },
  createdAt: time,
};
export const webhookList = object({ webhooks: { type: 'array', items: object(webhook) } });
export const newWebhookShape = object({
  ...webhook,
  secret: { type: 'string', description: 'what messages are signed with; only in this answer' },
});
export const newBoardShape = object({ board: boardShape, links: object({ edit: newLinkShape, view: newLinkShape }) });

/** People of a board, as its owner sees them. */
export const peopleList = object({
  people: {
    type: 'array',
    items: object({
      ...person,
      role: oneOf(roles),
      usualRole: { ...oneOf(roles), description: 'the role they have again once everybody draws' },
      membership: oneOf([...linkRoles, 'none']),
      asks: { type: 'boolean', description: 'whether they ask to draw and wait for an answer' },
      here: { type: 'boolean' },
      links: { type: 'array', items: string, description: 'links by which they came that are on, by id' },
      seenAt: maybe(time),
    }),
  },
});

export const moveShape = object({
  url: { type: 'string', description: 'to be opened in the other browser' },
  key: string,
  expiresIn: { type: 'integer', description: 'seconds' },
});

export const me = object({ ...person, signedIn: { type: 'boolean' } });
export const sessionList = object({
  sessions: { type: 'array', items: object({ createdAt: time, seenAt: time, current: { type: 'boolean' } }) },
});

export const admission = object({ role });
export const ticketShape = object({
  ticket: { type: 'string', description: 'opens one socket: /sync/{board}?ticket=…' },
  role,
  expiresIn: { type: 'integer', description: 'seconds' },
});

export const auditList = object({
  events: {
    type: 'array',
    items: object({
      at: time,
      event: string,
      person: maybe(string),
      facts: {
        type: 'object',
        additionalProperties: true,
        description: 'for people who came by one link within a day: count, first (a time), and at is the last of them',
      },
    }),
  },
  next: { ...maybe(string), description: 'before= of the next page; null on the last' },
});

export const health = object({ status: string });
export const readiness = object({ status: string, store: { type: 'string', enum: ['ok', 'failing'] } });

/** A state of a board that can be shown again. */
export const versionShape = object(
  {
    id: string,
    name: { ...maybe(string), description: 'null for one the server keeps by itself' },
    at: { type: 'integer', description: 'ms since 1970' },
    by: {
      ...personShape,
      type: ['object', 'null'],
      description: 'who named it, or made the last change in it; null where nobody is known',
    },
    seq: { type: 'integer', description: 'the number of the last update in it' },
    bytes: {
      type: 'integer',
      description: 'what it takes on the disk; 0 where it is made of the history when it is asked for',
    },
    authors: {
      type: 'array',
      items: personShape,
      description:
        'those who changed something since the version before, those who did first at the front; in lists that are asked for with authors=1, where it is not too much to find out at a time',
    },
  },
  ['authors'],
);
export const versionList = object({
  versions: { type: 'array', items: versionShape },
  next: { ...maybe(string), description: 'before= of the next page; null on the last' },
});
/** A page of history. */
export const historyPage = {
  content: {
    [historyType]: { schema: { description: 'updates with time and author, as docs/protocol.md describes' } },
  },
};

/** A Yjs update: a buffer here and no type of JSON, looked at by the room. */
export const update = {
  content: { 'application/octet-stream': { schema: { description: 'a Yjs update, as bytes' } } },
};
/** A file that may be a picture: a buffer here, no matter what its sender calls it, looked at by the decoder. */
export const upload = {
  content: { 'application/octet-stream': { schema: { description: 'PNG, JPEG, WebP, AVIF, GIF or SVG, as bytes' } } },
};
const pictureType = { type: 'string', enum: ['image/png', 'image/webp'] };
export const assetShape = object({
  hash: { type: 'string', description: 'what an image element has as its asset' },
  width: { type: 'integer', description: 'the size to show it at, in board units' },
  height: { type: 'integer' },
  type: pictureType,
  bytes: { type: 'integer', description: 'as it is kept: decoded and made anew' },
});
/** A picture, as it is kept. */
export const picture = {
  content: Object.fromEntries(
    pictureType.enum.map((type) => [type, { schema: { description: 'the picture, as bytes' } }]),
  ),
};
/** Pictures of a board that are made when they are asked for. */
export const boardPicture = { content: { 'image/png': { schema: { description: 'the picture, as bytes' } } } };
export const drawnPicture = { content: { 'image/svg+xml': { schema: { description: 'the picture, as bytes' } } } };
export const pages = { content: { 'application/pdf': { schema: { description: 'the pages, as bytes' } } } };
export const boardFileAnswer = {
  content: { [boardFile.mediaType]: { schema: { description: 'the board as a .gesso file, which is JSON' } } },
};
/** Libraries that the operator offers. */
export const libraryList = object({
  libraries: {
    type: 'array',
    items: object({ name: { ...string, description: 'the name of its file' }, bytes: { type: 'integer' } }),
  },
});
/** A file, given as it is. */
export const libraryAnswer = {
  content: { 'application/octet-stream': { schema: { description: 'the file: `.excalidrawlib` or `.gessolib`' } } },
};
export const nothing = { type: 'null', description: 'done' };

/** What a route is for, and what it answers when all goes well. Refusals are the same everywhere. */
export const described = (tag: string, summary: string, response: Readonly<Record<number, object>>) => ({
  tags: [tag],
  summary,
  response: { ...response, '4xx': failure, '5xx': failure },
});
