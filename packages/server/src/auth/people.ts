import { createHash } from 'node:crypto';
import { limits, type Person } from '@gesso/crdt-schema';

const moods = (
  'Amber Blue Bold Brave Bright Calm Clever Coral Cosmic Crimson Curious Daring Eager Emerald Fair Gentle Gold Green Happy ' +
  'Indigo Jade Jolly Keen Kind Lively Lucky Lunar Merry Misty Noble Olive Pearl Plum Proud Quick Quiet Rosy Ruby Silver ' +
  'Sky Sunny Swift Teal Tidy Velvet Vivid Warm Wise'
).split(' ');

const animals = (
  'Badger Beaver Bison Crane Deer Dolphin Eagle Falcon Finch Fox Gecko Hare Hawk Hedgehog Heron Ibex Ibis Jay Kestrel ' +
  'Kingfisher Koala Lark Lemur Lynx Magpie Marten Mole Moose Newt Orca Osprey Otter Owl Panda Pelican Penguin Puffin ' +
  'Quail Raven Robin Seal Sparrow Squirrel Stork Swan Tapir Toucan Turtle Walrus Whale Wolf Wren'
).split(' ');

/** Dark enough for white text on them and apart from each other for most eyes. */
const colors = [
  '#c2255c',
  '#9c36b5',
  '#6741d9',
  '#3b5bdb',
  '#1971c2',
  '#0c8599',
  '#099268',
  '#2f9e44',
  '#66800f',
  '#b35c00',
  '#d9480f',
  '#e03131',
];

/** A friendly name and a color that always belong to the same id: "Blue Heron". */
export const guestOf = (id: string): { readonly name: string; readonly color: string } => {
  const hash = createHash('sha256').update(id).digest();
  const pick = (from: readonly string[], at: number): string => from[hash.readUInt16LE(at) % from.length] ?? '';
  return { name: `${pick(moods, 0)} ${pick(animals, 2)}`, color: pick(colors, 4) };
};

/** One line without control or direction-changing characters, at most so many characters long. */
const clean = (text: string, most: number): string =>
  text
    .normalize('NFC')
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();

export const isColor = (color: string): boolean => /^#[0-9a-f]{6}$/.test(color);

/** A board's title or a link's label as others may see it. */
export const cleanTitle = (title: string): string => clean(title, limits.nameLength);

/** How the ids begin that the server itself gives to people, and what `personOf` makes of a long one. */
const ownIds = /^(?:guest-|visitor-|id-|account:|operator$)/;

/**
 * The id of a person whom another system's accounts name. No token makes it the id of a guest, of a visitor, or of what
 * another account looks like: those are told apart by a prefix, and all others stay what they are.
 */
export const accountId = (subject: string): string => (ownIds.test(subject) ? `account:${subject}` : subject);

/** A person as others see them. A host's own id may be of any form; what travels is short and plain, and still one per person. */
export const personOf = ({ id, name, color }: Person): Person => ({ id: shownId(id), name, color });

/** A person's id as others see it: short and plain, and never that of another person. */
export const shownId = (id: string): string =>
  /^[\w-]{1,64}$/.test(id) && !id.startsWith('id-') ? id : `id-${createHash('sha256').update(id).digest('base64url')}`;
