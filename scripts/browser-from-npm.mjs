/**
 * A Chromium that comes as a package of the registry, for people who may install nothing else: headless, with the few
 * libraries and the one typeface it needs beside it.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pinnedNode, root } from './prepare.mjs';

const packageName = '@sparticuz/chromium';
const version = '153.0.0';
const folder = join(root, '.gesso', 'browser', version);
const program = join(folder, 'start');

/** Its program file, when it was installed here before and runs on this machine. */
export const browserFromNpm = () => (existsSync(program) ? program : undefined);

/** Starts the browser with its own libraries and typeface, wherever the folder lies. */
const start = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
`;

const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">.</dir><cachedir prefix="relative">cache</cachedir></fontconfig>
`;

/** The package unpacks into the folder for temporary files, which is the one given here. */
const unpack = `
import { inflate } from '${packageName}';
import { fileURLToPath } from 'node:url';
const bin = new URL('../bin/', import.meta.resolve('${packageName}'));
for (const name of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']) {
  await inflate(fileURLToPath(new URL(name, bin)));
}
`;

/**
 * Fetches and unpacks the browser (66 MB, 210 MB unpacked), once.
 * @param {(command: string, args: string[], env?: Record<string, string>) => Promise<number>} run runs a program to its end
 * @throws {Error} when this machine is of another kind, or the package cannot be fetched or unpacked
 */
export const installBrowserFromNpm = async (run) => {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('there is one for Linux on x64 only');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(folder, 'unpack.js'), unpack);
  const fetched = await run('npm', [
    ...['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'],
    `${packageName}@${version}`,
  ]);
  if (fetched !== 0) throw new Error('the package could not be fetched');
  const unpacked = await run(pinnedNode(), [join(folder, 'unpack.js')], { TMPDIR: folder });
  if (unpacked !== 0) throw new Error('the package could not be unpacked');
  writeFileSync(join(folder, 'fonts', 'fonts.conf'), fonts);
  writeFileSync(program, start, { mode: 0o755 });
};
