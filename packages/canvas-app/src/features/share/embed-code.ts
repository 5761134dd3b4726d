/** As markup has it in an attribute. */
const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The frame that shows a board in another page, of 800 × 500 CSS pixels. `url`: a link to the board, with its key. */
export const embedCode = (url: string, name: string): string => {
  const address = new URL(url);
  address.pathname = address.pathname.replace(/^\/b\//, '/embed/');
  const attributes = {
    src: address.href,
    title: name === '' ? 'Gesso' : name,
    width: '800',
    height: '500',
    style: 'border:0',
    allow: 'clipboard-write; fullscreen',
    loading: 'lazy',
  };
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${quoted(value)}"`);
  return `<iframe${written.join('')}></iframe>`;
};
