/** Paths of the workers of `addresses.ts` and `later-addresses.ts`, as built, and of the service worker. */
const built = /^\/(?:assets\/(?:tile|png|read|pdf)-worker[\w.-]*|sw\.js)$/;
/** The same as served during development. */
const served = /^\/src\/(?:render\/worker\/tile|features\/(?:export\/png|import\/(?:read|pdf)))-worker[\w.-]*$/;

/** Returns whether a path on this server is a worker's. */
export const isWorkerPath = (path: string): boolean => built.test(path) || (import.meta.env.DEV && served.test(path));
