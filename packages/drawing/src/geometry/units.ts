/** A point or a vector; which unit it is in is said where it is used. */
export interface Vec {
  readonly x: number;
  readonly y: number;
}

/** An axis-aligned rectangle: top-left corner and size, size never negative. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
