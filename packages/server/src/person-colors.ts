/** The twelve colors that people are given, around the color circle: dark enough for white text on them and apart from each other for most eyes. */
export const personColors: readonly string[] = [
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
