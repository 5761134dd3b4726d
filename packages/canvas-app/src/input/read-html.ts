import { Parser } from 'htmlparser2';

/** What hears the parts of HTML, in their order. Names are in lower case, letters are decoded. */
export interface HtmlReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(letters: string): void;
  close(name: string): void;
}

/** Elements in which nothing is to be read. */
const unread = new Set('script style template head title noscript iframe object svg math'.split(' '));

/**
 * Reads pasted HTML. Nothing of it becomes markup of the page and nothing is loaded: the page's policy lets no text be parsed by the
 * browser.
 */
export function readHtml(html: string, reader: HtmlReader): void {
  let within: string | undefined;
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
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
      if (within === undefined) reader.close(name);
      else if (name === within) {
        depth -= 1;
        if (depth === 0) within = undefined;
      }
    },
  });
  parser.end(html);
}
