import type { FunctionComponent } from 'preact';

/** Where around the canvas a feature may show something: beside the people, in the corner of the map, or over the canvas. */
export type IslandPlace = 'top-right' | 'bottom-right' | 'over';

/** What features show, by its place, in the order of their list. */
export type Islands = Readonly<Record<IslandPlace, readonly FunctionComponent[]>>;
