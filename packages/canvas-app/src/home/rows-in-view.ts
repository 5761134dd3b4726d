/** Rows beyond what is seen that are in the page as well, so that a quick scroll shows no gap. */
const spare = 12;

/** A list that scrolls, in px. */
export interface Scrolled {
  readonly rows: number;
  readonly rowHeight: number;
  /** How far the first row is above the upper edge of what is seen. */
  readonly above: number;
  readonly height: number;
}

/** The rows that have to be in the page: from the first to before the last. */
export const rowsInView = ({
  rows,
  rowHeight,
  above,
  height,
}: Scrolled): { readonly from: number; readonly to: number } => {
  const first = Math.floor(above / rowHeight) - spare;
  const last = Math.ceil((above + height) / rowHeight) + spare;
  return { from: Math.min(Math.max(0, first), rows), to: Math.min(Math.max(0, last), rows) };
};
