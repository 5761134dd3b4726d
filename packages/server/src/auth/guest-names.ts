import { createHash } from 'node:crypto';
import { personColors } from '@gesso/crdt-schema';

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

/** A friendly name and a color that always belong to the same id: "Blue Heron". */
export const guestOf = (id: string): { readonly name: string; readonly color: string } => {
  const hash = createHash('sha256').update(id).digest();
  const pick = (from: readonly string[], at: number): string => from[hash.readUInt16LE(at) % from.length] ?? '';
  return { name: `${pick(moods, 0)} ${pick(animals, 2)}`, color: pick(personColors, 4) };
};

/** Whether an id is one that the server gave to a guest, or to a visitor without a session: their first name follows from it. */
export const isGuest = (id: string): boolean => /^(?:guest|visitor)-/.test(id);

/** Whether an id is that of a visitor without a session, of whom nothing is stored. */
export const isVisitor = (id: string): boolean => id.startsWith('visitor-');
