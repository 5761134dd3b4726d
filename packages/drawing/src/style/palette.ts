import type { Color } from '@gesso/crdt-schema';
import type { Theme } from '../paint.ts';

/** One named color. `ink` draws lines and text, `tint` fills shapes and stickies; each has its twin for the dark ground. */
export interface Paint {
  readonly name: string;
  readonly ink: Readonly<Record<Theme, Color>>;
  readonly tint: Readonly<Record<Theme, Color>>;
}

/** What elements are drawn on. */
export const grounds: Readonly<Record<Theme, Color>> = { light: '#fbfaf7', dark: '#17181a' };

/** Dots of the grid. */
export const gridColors: Readonly<Record<Theme, Color>> = { light: '#e4e0d6', dark: '#2a2c30' };

/** Selection, handles and everything else the hand holds: no color that ink has, so that it is told from what is drawn. */
export const selectionColors: Readonly<Record<Theme, Color>> = { light: '#2f7bff', dark: '#5c9dff' };

/** What a line of a table of colors says, which is how they take the least room in the first download. */
const wordsOf = (line: string) => line.replaceAll(' ', ' #').split(' ') as [string, Color, Color, Color, Color];

const paint = (line: string): Paint => {
  const [name, ink, darkInk, tint, darkTint] = wordsOf(line);
  return { name, ink: { light: ink, dark: darkInk }, tint: { light: tint, dark: darkTint } };
};

/**
 * The twelve colors in the order they are offered. Documents store the light hex; the dark twin is chosen when painting.
 * All but paper, which is there to cover and to fill, have at least 4.5 : 1 on their ground.
 */
export const palette: readonly Paint[] = [
  // Name, ink and its twin, tint and its twin.
  'graphite 24272c ecebe6 dcdbd6 3a3d42',
  'ash 6a6f77 9ba0a8 ecebe6 2d3035',
  'crimson c0273a ff7d88 fbd9da 4d2228',
  'vermilion c4451a ff8f5f fcdfcf 4c2a1c',
  'ochre 946300 dfae3d fbe9b7 443414',
  'moss 527a1c 9ccb5c e2efc7 2c3a19',
  'viridian 0b7a5c 52c9a3 cfeee1 173b30',
  'cerulean 0b74a6 57b8e8 d0eaf8 173747',
  'ultramarine 3150e0 8ea2ff dbe1fd 262f5c',
  'violet 7a40cf bb98ff e8dcfb 382a57',
  'rose bf2f83 ff8ac6 fadaeb 4a2239',
  'paper ffffff 26282c ffffff 26282c',
].map(paint);

/** A color for what covers an area. Documents store it as it is; in the dark theme a fill of it is lit lower. */
export interface Bright {
  readonly name: string;
  readonly color: Color;
}

/** Six brights beside the inks, for highlighters, markers and fills. */
export const brights: readonly Bright[] = [
  'sun ffd43b',
  'tangerine ff922b',
  'candy ff6b9d',
  'lavender b197fc',
  'sky 4dabf7',
  'mint 69db7c',
].map((line) => {
  const [name, color] = wordsOf(line);
  return { name, color };
});

/** A paper that notes are made of. Documents store the light hex; in the dark theme the same paper is lit lower. */
export interface Paper {
  readonly name: string;
  readonly paper: Readonly<Record<Theme, Color>>;
}

/** The eight papers in the order they are offered; a person begins with the first. */
export const papers: readonly Paper[] = [
  'yellow ffe08a d9b85c',
  'peach ffc9a3 d99f74',
  'pink ffb8c6 d68d9c',
  'lilac e5c9ff b99bd9',
  'blue bfd4ff 94acd9',
  'aqua b9e6ea 8cbdc2',
  'green c9ecb4 9dc285',
  'sand ece8df bfbab0',
].map((line) => {
  const [name, light, dark] = wordsOf(line);
  return { name, paper: { light, dark } };
});
