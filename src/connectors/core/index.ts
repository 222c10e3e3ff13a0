export { classifyTransport, classifyWrite } from './classify-write.ts';
export { createCookieJar, type CookieJar } from './cookie-jar.ts';
export { hostAndPort, type Query } from './egress.ts';
export { createGuardedPost, type GuardedPost } from './guarded-post.ts';
export { createHttpCore, type HttpCore, type HttpCoreOptions, type HttpRequest } from './http-core.ts';
export { parseJson, replyError, type HttpReply } from './reply.ts';
export { retryAfterMs } from './retry-after.ts';
export { toConnectorError, TransportError, transportErrorFrom, type TransportCode, type TransportPhase } from './transport-error.ts';
export type { TlsOptions } from './wire.ts';
