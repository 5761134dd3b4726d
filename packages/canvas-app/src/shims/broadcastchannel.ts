/** Tabs of one browser meet at the server (`disableBc`), so y-websocket never asks for any of this. */
const unused = (): never => {
  throw new Error();
};

export const publish = unused;
export const subscribe = unused;
export const unsubscribe = unused;
