/** Everything the server and the app are shipped with, as CycloneDX 1.6: names, versions, licences and the lock file's hashes. By hand: docs/decisions/0010. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { root, toolEnv } from './prepare.mjs';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');

/** SHA-512 by `name@version`, in hex. */
const hashes = new Map(
  [...lock.matchAll(/^ {2}'?([^\s']+?)'?:\n {4}resolution: \{integrity: sha512-([\w+/=]+)/gm)].map(([, key, hash]) => [
    key,
    Buffer.from(hash, 'base64').toString('hex'),
  ]),
);

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

const component = (name, version, license) => {
  const hash = hashes.get(`${name}@${version}`);
  const expression = /\b(AND|OR)\b/.test(license);
  return {
    type: 'library',
    'bom-ref': purl(name, version),
    name,
    version,
    purl: purl(name, version),
    licenses: [expression ? { expression: license.replace(/^\((.*)\)$/, '$1') } : { license: { name: license } }],
    ...(hash === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: hash }] }),
  };
};

/** What pnpm installed for use rather than for building and testing. */
const shipped = () => {
  const args = ['--yes', manifest.packageManager, 'licenses', 'list', '--prod', '--json'];
  const filters = ['--filter', '@gesso/server...', '--filter', '@gesso/canvas-app...'];
  const listed = spawnSync('npx', [...args, ...filters], { cwd: root, encoding: 'utf8', env: toolEnv() });
  if (listed.status !== 0) throw new Error(`pnpm could not list the packages:\n${listed.stderr}`);
  return Object.values(JSON.parse(listed.stdout))
    .flat()
    .flatMap(({ name, versions, license }) => versions.map((version) => component(name, version, license)))
    .sort((a, b) => (a.purl < b.purl ? -1 : 1));
};

/** Writes the list to a file (by default `gesso.cdx.json` in the project's folder) and tells how long it is. */
export const writeBillOfMaterials = (file = join(root, 'gesso.cdx.json')) => {
  const components = shipped();
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: new Date().toISOString(),
      component: { type: 'application', name: manifest.name, version: manifest.version },
    },
    components,
  };
  writeFileSync(resolve(process.cwd(), file), `${JSON.stringify(bill, undefined, 2)}\n`);
  console.log(`${components.length} packages are listed in ${file}`);
};
