/** Where the app runs: in a browser, and without the variables and options that lib0 looks for in Node and in the store. */
export const isBrowser = true;
export const isNode = false;
export const getVariable = (): null => null;
