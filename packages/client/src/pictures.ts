/** How a picture of a board is made; see `GET /api/boards/:id/export.png`. */
export interface PictureOptions {
  readonly theme?: 'light' | 'dark';
  /** `theme`, `none` or a color such as `#ffffff`. */
  readonly background?: string;
  /** Board units around what is shown. */
  readonly padding?: number;
  /** Pixels per board unit; of a PNG only. */
  readonly scale?: number;
  /** The id of a frame that is shown alone. */
  readonly frame?: string;
}

/** What of the options was set, as a query. */
export function queryOf(options: PictureOptions): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options)) if (value !== undefined) query.set(name, String(value));
  return query.toString();
}
