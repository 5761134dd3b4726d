/**
 * The twelve colors that people are given, around the color circle: apart from each other for most eyes, and dark enough for the small
 * white letters of a face (4.5 to 1, WCAG 1.4.3).
 */
export const personColors: readonly string[] = [
  '#c2255c',
  '#9c36b5',
  '#6741d9',
  '#3b5bdb',
  '#1971c2',
  '#0c8094',
  '#08855f',
  '#28863a',
  '#66800f',
  '#b35c00',
  '#d0450e',
  '#e03131',
];
