/** What is said of a board where its address is passed on. */
export interface LinkPreview {
  /** Its name; empty where it has none. */
  readonly title: string;
  /** The address of its picture, from `https://` on: those who make previews know no other. */
  readonly picture: string;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it stands in HTML, in attributes as well. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/**
 * The page of the app with what programs read that show what is behind an address (https://ogp.me). It names no `og:url`: what is passed on
 * is the address with its key, which no server knows, and some would pass on that one instead.
 */
export const withPreview = (page: string, { title, picture }: LinkPreview): string => {
  const name = escaped(title === '' ? 'Gesso' : title);
  const tags = [
    `<meta property="og:title" content="${name}" />`,
    '<meta property="og:type" content="website" />',
    '<meta property="og:site_name" content="Gesso" />',
    `<meta property="og:image" content="${escaped(picture)}" />`,
    '<meta property="og:image:type" content="image/png" />',
    `<meta property="og:image:alt" content="${name}" />`,
    '<meta name="twitter:card" content="summary_large_image" />',
  ].join('\n    ');
  return page.replace(/<title>[^<]*<\/title>/, () => `<title>${name}</title>\n    ${tags}`);
};
