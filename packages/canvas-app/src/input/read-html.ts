import { Parser } from 'htmlparser2';

/** What hears the parts of HTML, in their order. Names are in lower case, letters are decoded. */
export interface HtmlReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(letters: string): void;
  close(name: string): void;
}

/** Elements in which nothing is to be read. */
const unread = new Set('script style template head title noscript iframe object svg math'.split(' '));

/** Nesting beyond which nothing more is read: the library looks through all that is open at each tag that opens or closes. */
const deepest = 500;
/** Characters that are read between two looks at the nesting. */
const piece = 8_192;

/**
 * Reads pasted HTML. Nothing of it becomes markup of the page and nothing is loaded: the page's policy lets no text be parsed by the
 * browser.
 */
export function readHtml(html: string, reader: HtmlReader): void {
  let within: string | undefined;
  let depth = 0;
  let open = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      open += 1;
      if (within === undefined && !unread.has(name)) reader.open(name, attributes);
      else {
        within ??= name;
        if (name === within) depth += 1;
      }
    },
    ontext(letters) {
      if (within === undefined) reader.text(letters);
    },
    onclosetag(name) {
      open -= 1;
      if (within === undefined) reader.close(name);
      else if (name === within) {
        depth -= 1;
        if (depth === 0) within = undefined;
      }
    },
  });
  for (let at = 0; at < html.length && open < deepest; at += piece) parser.write(html.slice(at, at + piece));
  parser.end();
}
