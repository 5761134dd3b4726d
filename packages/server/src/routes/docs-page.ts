import { failures } from '@gesso/crdt-schema';

/** The description of the API as a page for people. Reads OpenAPI as `@fastify/swagger` writes it; what it does not know it leaves out. By hand, without a script: docs/decisions/0010. */

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Text as markup, in elements and in quoted attributes. */
const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A schema in the notation of TypeScript, what it means as comments. */
export const shapeOf = (schema: unknown, indent = ''): string => {
  const { type, enum: values, properties, required, items, format } = fieldsOf(schema);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (properties !== undefined) return objectShape(fieldsOf(properties), listOf(required), indent);
  if (items !== undefined) return `Array<${shapeOf(items, indent)}>`;
  const names = [type ?? 'bytes'].flat().map((name) => (name === 'string' && format === 'date-time' ? 'time' : name));
  return names.join(' | ');
};

const objectShape = (properties: Fields, required: readonly unknown[], indent: string): string => {
  const deeper = `${indent}  `;
  const lines = Object.entries(properties).map(([name, schema]) => {
    const { description } = fieldsOf(schema);
    const remark = typeof description === 'string' ? `  // ${description}` : '';
    return `${deeper}${name}${required.includes(name) ? '' : '?'}: ${shapeOf(schema, deeper)}${remark}`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
};

interface Operation {
  readonly name: string;
  readonly tag: string;
  readonly summary: string;
  readonly parts: readonly { readonly title: string; readonly shape: string }[];
}

/** The first schema of what is sent or answered, of any media type. */
const contentOf = (message: unknown): unknown => {
  const [content] = Object.values(fieldsOf(fieldsOf(message)['content']));
  return fieldsOf(content)['schema'];
};

const operationOf = (path: string, method: string, operation: unknown): Operation => {
  const { summary, tags, parameters, requestBody, responses } = fieldsOf(operation);
  const query = listOf(parameters)
    .map(fieldsOf)
    .filter((parameter) => parameter['in'] === 'query');
  const body = contentOf(requestBody);
  return {
    name: `${method.toUpperCase()} ${path}`,
    tag: String(listOf(tags)[0] ?? 'other'),
    summary: String(summary ?? ''),
    parts: [
      ...query.map(({ name, schema }) => ({ title: `Query ?${String(name)}=`, shape: shapeOf(schema) })),
      ...(body === undefined ? [] : [{ title: 'Body', shape: shapeOf(body) }]),
      ...Object.entries(fieldsOf(responses))
        .filter(([status]) => status.startsWith('2'))
        .map(([status, response]) => ({ title: `Answer ${status}`, shape: shapeOf(contentOf(response) ?? nothing) })),
    ],
  };
};
const nothing = { type: 'nothing' };

/** Every operation of a description, in its order. */
const operationsOf = (description: unknown): Operation[] =>
  Object.entries(fieldsOf(fieldsOf(description)['paths'])).flatMap(([path, methods]) =>
    Object.entries(fieldsOf(methods)).map(([method, operation]) => operationOf(path, method, operation)),
  );

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/-$/, '');

const section = (tag: string, operations: readonly Operation[]): string => `<section aria-labelledby="${idOf(tag)}">
<h2 id="${idOf(tag)}">${escapeMarkup(tag)}</h2>
${operations.map(article).join('\n')}
</section>`;

const article = ({ name, summary, parts }: Operation): string => `<article id="${idOf(name)}">
<h3><code>${escapeMarkup(name)}</code></h3>
<p>${escapeMarkup(summary)}.</p>
${parts.map(({ title, shape }) => `<p>${escapeMarkup(title)}</p>\n<pre tabindex="0">${escapeMarkup(shape)}</pre>`).join('\n')}
</article>`;

const refusals = (): string =>
  Object.entries(failures)
    .map(
      ([code, { http, message, hint }]) =>
        `<tr><th scope="row"><code>${code}</code></th><td>${http}</td><td>${escapeMarkup(`${message} ${hint}`)}</td></tr>`,
    )
    .join('\n');

/** The whole page. Needs no script and no inline style, so the strict policy of the app holds here too. */
export const docsPage = (description: unknown): string => {
  const operations = operationsOf(description);
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const contents = operations.map(
    ({ name, summary }) =>
      `<li><a href="#${idOf(name)}"><code>${escapeMarkup(name)}</code></a> ${escapeMarkup(summary)}</li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gesso API</title>
<link rel="stylesheet" href="/api/docs/style.css">
</head>
<body>
<header>
<h1>Gesso API</h1>
<p>Boards, links and documents over HTTP. For programs: <a href="/api/docs/json">the same as OpenAPI 3.1</a>.</p>
<p>Browsers are known by their session cookie, which they get with the first board they make or join; accounts of your own by
<code>Authorization: Bearer</code>. To try it:</p>
<pre tabindex="0">curl -X POST -H 'content-type: application/json' -d '{"title":"Plan"}' http://localhost:3000/api/boards</pre>
</header>
<nav aria-label="Contents">
<ul>
${contents.join('\n')}
<li><a href="#refusals">Refusals</a></li>
</ul>
</nav>
<main>
${tags
  .map((tag) =>
    section(
      tag,
      operations.filter((operation) => operation.tag === tag),
    ),
  )
  .join('\n')}
<section aria-labelledby="refusals">
<h2 id="refusals">Refusals</h2>
<p>Every refusal is <code>{code, message, hint}</code> with one of these codes.</p>
<table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${refusals()}
</tbody>
</table>
</section>
</main>
</body>
</html>
`;
};

/** Colors are the browser's own, so the page is light or dark as people like it, and legible in forced colors too. */
export const docsStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; background: Canvas; color: CanvasText; }
h2 { margin-top: 3rem; text-transform: capitalize; }
h3 { margin: 2rem 0 0; font-size: 1rem; }
h3 code { font-weight: 600; }
article p { margin: 0.25rem 0; }
nav ul { padding: 0; list-style: none; }
nav li { padding: 0.25rem 0; }
a:focus-visible, pre:focus-visible { outline: 2px solid Highlight; outline-offset: 2px; }
code, pre { font: 0.9rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; margin: 0.25rem 0 1rem; padding: 0.5rem 1rem; border-left: 3px solid GrayText; overflow-wrap: normal; }
table { border-collapse: collapse; }
th, td { padding: 0.25rem 1rem 0.25rem 0; text-align: left; vertical-align: top; }
`;
