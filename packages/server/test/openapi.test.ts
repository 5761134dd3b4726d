import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failures } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { docsPage, shapeOf } from '../src/routes/docs-page.ts';
import { edit, frames } from './support/line.ts';
import { person, type Reply } from './support/person.ts';
import { png } from './support/pictures.ts';
import { newFolder, serve } from './support/server.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

/** What of a value is not as its schema says, by path; only what our schemas use is understood. */
const differences = (value: unknown, schema: Schema, at = ''): string[] => {
  const types = [schema.type ?? []].flat();
  if (!types.includes(typeOf(value))) return [`${at} is ${typeOf(value)}, not ${types}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${at} is ${value}, none of ${schema.enum}`];
  if (Array.isArray(value)) return value.flatMap((item, n) => differences(item, schema.items ?? {}, `${at}/${n}`));
  if (typeof value !== 'object' || value === null || schema.additionalProperties === true) return [];
  const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${at}/${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, part]) => {
    const known = schema.properties?.[name];
    return known === undefined ? [`${at}/${name} is unknown`] : differences(part, known, `${at}/${name}`);
  });
  return [...missing, ...wrong];
};

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly summary: string;
            readonly tags: readonly string[];
            readonly responses: Readonly<
              Record<string, { readonly content?: { readonly 'application/json'?: { readonly schema: Schema } } }>
            >;
          }
        >
      >
    >
  >;
}

describe('the description of the API', () => {
  test('names every route, says what it is for, and every answer is as described', async () => {
    const libraries = newFolder();
    writeFileSync(join(libraries, 'shapes.excalidrawlib'), '{}');
    const server = await serve({ WEBHOOK_ORIGINS: 'https://intranet.example', LIBRARIES_DIR: libraries });
    const ann = person(server.url);
    const { paths, openapi } = JSON.parse((await ann.get('/api/docs/json')).text) as Description;
    expect(openapi).toBe('3.1.0');
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
    );
    for (const { name, operation } of operations) {
      expect([name, operation.summary?.length > 5, operation.tags?.length]).toEqual([name, true, 1]);
    }

    const asked = new Set<string>();
    const conforms = async (method: string, pattern: string, body?: unknown, parts: Record<string, string> = {}) => {
      const path = pattern.replace(/\{(\w+)\}/g, (_all, name: string) => parts[name] ?? 'nosuchthing');
      const reply: Reply = await ann.request(method, path, body);
      const responses = paths[pattern]?.[method.toLowerCase()]?.responses;
      const known = responses?.[reply.status] ?? responses?.[`${String(reply.status)[0]}XX`];
      const schema = known?.content?.['application/json']?.schema;
      const json = reply.headers.get('content-type')?.startsWith('application/json') === true;
      expect([method, path, reply.status, known !== undefined]).toEqual([method, path, reply.status, true]);
      if (json) expect([method, path, differences(reply.body, schema ?? {})]).toEqual([method, path, []]);
      if (reply.status < 300) asked.add(`${method} ${pattern}`);
      return reply.body;
    };

    await conforms('GET', '/healthz');
    await conforms('GET', '/readyz');
    await conforms('GET', '/api/session');
    await conforms('PATCH', '/api/session', { name: 'Ann' });
    await conforms('PATCH', '/api/session', { name: 5 });
    await conforms('GET', '/api/session/list');
    await conforms('POST', '/api/session/rotate');
    const { key } = await conforms('POST', '/api/session/move');
    await conforms('POST', '/api/session/take', { key });
    const { board: made, links } = await conforms('POST', '/api/boards', { title: 'Plan' });
    const board = made.id;
    await conforms('GET', '/api/boards');
    await conforms('GET', '/api/boards/{board}', undefined, { board });
    await conforms('PUT', '/api/boards/{board}/star', undefined, { board });
    await conforms('DELETE', '/api/boards/{board}/star', undefined, { board });
    await conforms('PUT', '/api/boards/{board}/tags', { tags: ['Work'] }, { board });
    await conforms('GET', '/api/tags');
    await conforms('GET', '/api/libraries');
    await conforms('GET', '/api/libraries/{name}', undefined, { name: 'shapes.excalidrawlib' });
    await conforms('GET', '/api/libraries/{name}');
    await conforms('POST', '/api/boards/{board}/leave', undefined, { board });
    const { id: hers, view } = await person(server.url).makesBoard();
    await ann.opens(view);
    await conforms('POST', '/api/boards/{board}/leave', undefined, { board: hers });
    await conforms('GET', '/api/boards/{board}', undefined, { board: 'nosuchboard' });
    await conforms('PATCH', '/api/boards/{board}', { title: 'Plan B' }, { board });
    await conforms('GET', '/api/boards/{board}/thumbnail.png', undefined, { board });
    await conforms('GET', '/api/boards/{board}/preview.png', undefined, { board });
    await conforms('PUT', '/api/boards/{board}/previews', { shown: true }, { board });
    await conforms('GET', '/api/boards/{board}/preview.png', undefined, { board });
    await conforms('GET', '/api/boards/{board}', undefined, { board });
    await conforms('GET', '/api/boards/{board}/people', undefined, { board });
    const [ben, cas] = [person(server.url), person(server.url)];
    for (const guest of [ben, cas]) await guest.opens(links.edit);
    const [his, their] = [(await ben.get('/api/session')).body.id, (await cas.get('/api/session')).body.id];
    await conforms('PUT', '/api/boards/{board}/people/{person}', { role: 'viewer' }, { board, person: his });
    await conforms('DELETE', '/api/boards/{board}/people/{person}', undefined, { board, person: his });
    await conforms('DELETE', '/api/boards/{board}/people/{person}', undefined, { board, person: 'stranger' });
    await conforms('GET', '/api/boards/{board}/people', undefined, { board });
    const given = (await ann.makesBoard()).id;
    await cas.opens((await ann.post(`/api/boards/${given}/links`, { role: 'viewer' })).body);
    await cas.post(`/api/boards/${given}/ask`);
    await conforms('DELETE', '/api/boards/{board}/people/{person}/ask', undefined, { board: given, person: their });
    await conforms('POST', '/api/boards/{board}/owner', { person: their }, { board: given });
    await conforms('PUT', '/api/boards/{board}/drawing', { by: 'owner' }, { board });
    await conforms('PUT', '/api/boards/{board}/drawing', { by: 'everybody' }, { board });
    await conforms('POST', '/api/boards/{board}/ask', undefined, { board });
    await conforms('PUT', '/api/boards/{board}/document', edit(new Y.Doc(), 'element-0001'), { board });
    await conforms('GET', '/api/boards/{board}/history', undefined, { board });
    const { id: version } = await conforms('POST', '/api/boards/{board}/versions', { name: 'First' }, { board });
    await conforms('GET', '/api/boards/{board}/versions', undefined, { board });
    await conforms('PATCH', '/api/boards/{board}/versions/{version}', { name: 'One' }, { board, version });
    await conforms('GET', '/api/boards/{board}/versions/{version}/document', undefined, { board, version });
    await conforms('DELETE', '/api/boards/{board}/versions/{version}', undefined, { board, version });
    const doc = new Y.Doc();
    const line = await ann.connects(board);
    line.send(frames.update(edit(doc, 'element-0002')));
    await line.hears('saved');
    await conforms('GET', '/api/boards/{board}/authors/{client}', undefined, { board, client: `${doc.clientID}` });
    await conforms('GET', '/api/boards/{board}/authors/{client}', undefined, { board, client: 'ann' });
    await conforms('GET', '/api/boards/{board}/document', undefined, { board });
    await conforms('GET', '/api/boards/{board}/export.png', undefined, { board });
    await conforms('GET', '/api/boards/{board}/export.svg', undefined, { board });
    await conforms('GET', '/api/boards/{board}/export.pdf', undefined, { board });
    await conforms('GET', '/api/boards/{board}/export.gesso', undefined, { board });
    const { hash } = await conforms('POST', '/api/boards/{board}/assets', await png(), { board });
    await conforms('GET', '/api/boards/{board}/assets/{hash}', undefined, { board, hash });
    await conforms('GET', '/api/boards/{board}/assets/{hash}', undefined, { board });
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const more = { role: 'commenter', label: 'Guests', password: 'sesame', expiresAt };
    const link = await conforms('POST', '/api/boards/{board}/links', more, { board });
    await conforms('GET', '/api/boards/{board}/links', undefined, { board });
    await conforms('POST', '/api/boards/{board}/join', { key: links.edit.key }, { board });
    await conforms('POST', '/api/boards/{board}/join', { key: link.key }, { board });
    await conforms('POST', '/api/boards/{board}/ticket', {}, { board });
    const changed = { role: 'viewer', label: null, password: null, expiresAt: null, maxUses: 3 };
    await conforms('PATCH', '/api/boards/{board}/links/{link}', changed, { board, link: link.id });
    await conforms('PATCH', '/api/boards/{board}/links/{link}', { label: 'x' }, { board, link: 'none' });
    await conforms('DELETE', '/api/boards/{board}/links/{link}', undefined, { board, link: link.id });
    const told = { url: 'https://intranet.example/gesso', events: ['board.changed'] };
    const { id: webhook } = await conforms('POST', '/api/boards/{board}/webhooks', told, { board });
    await conforms('GET', '/api/boards/{board}/webhooks', undefined, { board });
    await conforms('DELETE', '/api/boards/{board}/webhooks/{webhook}', undefined, { board, webhook });
    await conforms('POST', '/api/boards/{board}/duplicate', undefined, { board });
    await conforms('GET', '/api/boards/{board}/audit', undefined, { board });
    await conforms('DELETE', '/api/boards/{board}', undefined, { board });
    await conforms('GET', '/api/boards', undefined);
    await conforms('POST', '/api/boards/{board}/restore', undefined, { board });
    await conforms('DELETE', '/api/boards/{board}/forever', undefined, { board });
    await ann.delete(`/api/boards/${board}`);
    await conforms('DELETE', '/api/boards/{board}/forever', undefined, { board });
    await conforms('DELETE', '/api/session');
    expect([...asked].sort()).toEqual(operations.map(({ name }) => name).sort());
  });

  test('is a page for browsers that needs no script, with every operation and every refusal', async () => {
    const server = await serve();
    const ann = person(server.url);
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const page = await ann.request('GET', '/api/docs', undefined, { accept });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('vary')).toContain('accept');
    expect(page.text).not.toMatch(/<script|<style| style=| on\w+=/);
    const { paths } = JSON.parse((await ann.get('/api/docs/json')).text) as Description;
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect([...page.text.matchAll(/<h3><code>(.*?)<\/code>/g)].map(([, name]) => name).sort()).toEqual(
      operations.sort(),
    );
    for (const code of Object.keys(failures)) expect(page.text).toContain(`<code>${code}</code>`);
    expect(page.text).not.toContain('undefined');
    const ids = [...page.text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.text.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    expect((await ann.get('/api/docs/style.css')).headers.get('content-type')).toContain('text/css');
  });

  test('is OpenAPI for whoever does not ask for a page', async () => {
    const server = await serve();
    for (const accept of ['application/json', '*/*']) {
      const reply = await fetch(`${server.url}/api/docs`, { headers: { accept } });
      expect(reply.headers.get('content-type')).toContain('application/json');
      expect(((await reply.json()) as Description).openapi).toBe('3.1.0');
    }
  });

  test('shows shapes as people write them, and text as text', () => {
    const schema = {
      type: 'object',
      required: ['role'],
      properties: {
        role: { type: 'string', enum: ['viewer', 'editor'] },
        until: { type: ['string', 'null'], format: 'date-time', description: 'when it ends' },
        rest: { type: 'array', items: { type: 'object', properties: {} } },
      },
    };
    expect(shapeOf(schema)).toBe(
      '{\n  role: "viewer" | "editor"\n  until?: time | null  // when it ends\n  rest?: Array<{}>\n}',
    );
    const page = docsPage({ paths: { '/<b>': { get: { summary: '<img src=x>"', tags: ['a&b'] } } } });
    expect(page).not.toMatch(/<b>|<img/);
    expect(docsPage(undefined)).toContain('<h1>');
  });
});
