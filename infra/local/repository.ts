import path from 'node:path'

/** The folder of the repository. */
export const repository = path.resolve(import.meta.dirname, '../..')

/** Where a local set-up keeps its database, keys and logs: FIELDWORK_HOME, or a folder that is not under version control. */
export const stateFolder = process.env.FIELDWORK_HOME || path.join(repository, '.fieldwork')
