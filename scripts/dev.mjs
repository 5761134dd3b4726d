/** The server and Vite with reload, in one terminal. Vite serves the page and hands API and socket requests on. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { root } from './prepare.mjs';

const children = [
  ['--watch', 'packages/server/src/main.ts'],
  ['packages/canvas-app/node_modules/vite/bin/vite.js', 'packages/canvas-app'],
].map((args) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }));

const stop = () => {
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('exit', stop);
