/** What paints rich text, in a file of its own: `rich-text.ts` fetches it. */
export { paintRich } from '@gesso/drawing';
