import type { FastifyPluginAsync } from 'fastify';

const escapeMarkup = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
summary { cursor: pointer; padding: .3rem 0; }
code, pre { font: 0.9rem/1.4 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .5rem 1rem; border-left: 3px solid; }
`;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly detail: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Every operation of a description, as far as a page shows it. */
const operationsOf = (paths: unknown): Operation[] =>
  Object.entries(isObject(paths) ? paths : {}).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).map(([method, operation]) => {
      const { summary = '', parameters, requestBody, responses } = isObject(operation) ? operation : {};
      const detail = JSON.stringify({ parameters, requestBody, responses }, undefined, 2);
      return { method: method.toUpperCase(), path, summary: String(summary), detail };
    }),
  );

const page = (operations: readonly Operation[]): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gesso API</title><link rel="stylesheet" href="/api/docs/style.css">
<h1>Gesso API</h1>
<p>For programs: <a href="/api/docs/json">the same as OpenAPI 3.1</a>. Errors have one shape, <code>{code, message, hint}</code>.</p>
${operations
  .map(
    ({ method, path, summary, detail }) =>
      `<details><summary><code>${escapeMarkup(`${method} ${path}`)}</code> ${escapeMarkup(summary)}</summary><pre>${escapeMarkup(detail)}</pre></details>`,
  )
  .join('\n')}
</html>
`;

/** `/api/docs`: what the API takes and gives, for people and for programs. Needs no script, so the strict policy holds here too. */
const docs: FastifyPluginAsync = async (fastify) => {
  fastify.get('/', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page(operationsOf(fastify.swagger().paths))),
  );
  fastify.get('/json', async () => fastify.swagger());
  fastify.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
};

export default docs;
