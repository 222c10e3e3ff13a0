export { createHttpApp, type HttpParts } from './own/app.ts';
export { parseJson } from './own/body.ts';
export { routes } from './own/routes.ts';
export { listen, type Listening } from './listen.ts';
