/** A server as any other, but with the client of the folder `CLIENT`. */
import process from 'node:process';

const server = new URL('../../packages/server/src/', import.meta.url).href;
const { readConfig } = await import(`${server}config/config.ts`);
const { startServer } = await import(`${server}server.ts`);

const { url } = await startServer(readConfig(), { client: process.env.CLIENT });
console.log(url);
