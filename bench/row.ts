/** One figure of a bench. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Not to be exceeded. */
  readonly goal?: number;
  /** To be reached at least. */
  readonly least?: number;
  /** The same figure of the baseline, measured in the same run. */
  readonly baseline?: number;
  readonly note?: string;
}

/** `value` at a precision that the measurement deserves: three digits, whole numbers kept whole. */
export const rounded = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));

/** Measured ÷ baseline, where both say something. */
export const ratioOf = ({ value, baseline }: Row): number | undefined =>
  baseline === undefined || baseline === 0 ? undefined : rounded(value / baseline);

export type Verdict = 'reached' | 'missed' | undefined;

export const verdictOf = ({ value, goal, least }: Row): Verdict => {
  if (goal === undefined && least === undefined) return undefined;
  return (goal === undefined || value <= goal) && (least === undefined || value >= least) ? 'reached' : 'missed';
};

/** The goal in words, or nothing. */
export const goalOf = ({ goal, least }: Row): string =>
  [...(least === undefined ? [] : [`≥ ${least}`]), ...(goal === undefined ? [] : [`≤ ${goal}`])].join(', ');
