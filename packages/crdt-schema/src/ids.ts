import { getRandomValues } from 'lib0/webcrypto';

/** 12 characters of `[A-Za-z0-9_-]`. */
export type ElementId = string;

/** A source of numbers in [0, 1). Passed in wherever chance decides, so tests can replay a run. */
export type Random = () => number;

/** Numbers are asked for by the hundred: each by itself would cost more than all else of making an id. */
const drawn = new Uint32Array(512);
let left = 0;

/** Numbers from the platform's cryptographic source. */
export const secureRandom: Random = () => {
  if (left === 0) {
    getRandomValues(drawn);
    left = drawn.length;
  }
  left -= 1;
  return (drawn[left] ?? 0) / 2 ** 32;
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A fresh element id: 12 characters, 72 bits. */
export const newElementId = (random: Random = secureRandom): ElementId => {
  let id = '';
  for (let i = 0; i < 12; i++) id += alphabet[Math.floor(random() * 64)];
  return id;
};

const elementId = /^[\w-]{12}$/;
const groupId = /^[\w-]{1,32}$/;
const assetHash = /^[\w-]{43}$/;
const overrideKey = /^[\w-]{12}:[a-z]{1,8}$/;
const personId = /^[\w-]{1,64}$/;

export const isElementId = (value: unknown): value is ElementId => typeof value === 'string' && elementId.test(value);
/** A group's name: 1–32 characters of the id alphabet. */
export const isGroupId = (value: unknown): value is string => typeof value === 'string' && groupId.test(value);
/** SHA-256 in base64url. */
export const isAssetHash = (value: unknown): value is string => typeof value === 'string' && assetHash.test(value);
/** Begins the name of a picture that its author still has to send: no SHA-256 is made up to look like it. */
const pending = 'pending-';

/** A name for a picture until the server has named it: others see a placeholder meanwhile. */
export const newPendingAsset = (random: Random = secureRandom): string =>
  (pending + newElementId(random) + newElementId(random) + newElementId(random)).slice(0, 43);

/** Whether a picture is still on its way. */
export const isPendingAsset = (asset: string): boolean => asset.startsWith(pending);
const trackKey = /^[rc][a-z]{7}$/;
/** The key of a row (`r`) or a column (`c`) of a table. No other property may have such a key. */
export const isTrackKey = (key: string): boolean => trackKey.test(key);
const secondTextKey = /^[\w-]{12}:[a-z]{1,32}$/;
/** `<element id>:<name>`, the key of a text that its element has besides the one under its own id. */
export const isSecondTextKey = (value: string): boolean => secondTextKey.test(value);
/** `<element id>:<property>`, the key of an override. */
export const isOverrideKey = (value: string): boolean => overrideKey.test(value);

/** Whether this is a person's id. */
export const isPersonId = (value: unknown): value is string => typeof value === 'string' && personId.test(value);
