export { type Client, type ClientOptions, createClient } from './client.ts'
export type { BatchBody, ContentEncoding, PostOptions } from './post-batch.ts'
