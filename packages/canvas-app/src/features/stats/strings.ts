/** What the figures are called. */
export const strings = {
  title: 'Figures',
  fps: 'Frames per second',
  worst: 'Longest frame, ms',
  work: 'Work in a frame, ms',
  ink: 'Pointer to paint, ms',
  elements: 'Elements',
  mounted: 'Above the tiles',
  tiles: 'Tiles',
  pending: 'Tiles due',
  bytes: 'Document, kB',
} as const;
