export { readConsole, type ConsoleFiles } from './console/index.ts';
export { authenticate, createHttpApp, type HttpParts } from './own/app.ts';
export { parseJson } from './own/body.ts';
export { createSessions, type Sessions } from './own/sessions.ts';
export { routes } from './own/routes.ts';
export { listen, type Listening } from './listen.ts';
