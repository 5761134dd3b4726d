/** In a build Konva makes no validators: it checks what it is given only where it is not minified. */
const none = (): undefined => undefined;

export const getBooleanValidator = none;
export const getComponentValidator = none;
export const getNumberOrAutoValidator = none;
export const getNumberValidator = none;
export const getStringOrGradientValidator = none;
export const getStringValidator = none;
