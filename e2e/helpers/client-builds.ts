import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../packages/canvas-app/dist', import.meta.url));

/** A copy of the built client that is brought up to date while a test runs. */
export interface ClientCopy {
  readonly folder: string;
  /** Puts a newer build in its place, whose first script has this name. */
  update(name: string): void;
  dispose(): void;
}

/** Copies the client. */
export const copyClient = (): ClientCopy => {
  const folder = join(mkdtempSync(join(tmpdir(), 'gesso-client-')), 'dist');
  cpSync(built, folder, { recursive: true });
  return {
    folder,
    update(name) {
      const assets = join(folder, 'assets');
      const before = readdirSync(assets).find((file) => /^boot-.*\.js$/.test(file)) ?? '';
      renameSync(join(assets, before), join(assets, name));
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, file);
        if (!/\.(?:js|html)$/.test(file)) continue;
        const text = readFileSync(path, 'utf8');
        if (!text.includes(before)) continue;
        // The first sixteen digits in the worker are its version.
        const version = name.replace(/\W/g, '').padEnd(16, '0').slice(0, 16);
        const next = text.replaceAll(before, name);
        writeFileSync(path, file === 'sw.js' ? next.replace(/[0-9a-f]{16}/, version) : next);
        for (const copy of ['br', 'gz']) if (existsSync(`${path}.${copy}`)) rmSync(`${path}.${copy}`);
      }
    },
    dispose: () => rmSync(join(folder, '..'), { recursive: true, force: true }),
  };
};
