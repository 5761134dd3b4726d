/** Paths of the workers of `addresses.ts`, as built and as served during development, and of the service worker. */
const paths =
  /^\/(?:(?:assets\/(?:tile|png)-worker|src\/render\/worker\/tile-worker|src\/features\/export\/png-worker)[\w.-]*|sw\.js)$/;

/** Returns whether a path on this server is a worker's. */
export const isWorkerPath = (path: string): boolean => paths.test(path);
