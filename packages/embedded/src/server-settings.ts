export type Settings = Readonly<Record<string, string | number>>

/** For one machine that does other work too: memory in moderation, and no replication. */
const defaults: Settings = {
  max_connections: 100,
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_logical_replication_workers: 0,
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
}

/** Messages in English, since they are searched; nothing of ours that PostgreSQL would take for a setting (PGDATA, PGPORT). */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  LC_ALL: 'C',
  TZ: 'UTC',
}

/** Arguments of postgres(1). The last of two settings holds, so the address cannot be opened to the network. */
export function serverArguments(data: string, port: number, settings: Settings): string[] {
  const fixed: Settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '' }
  const all = Object.entries({ ...defaults, ...settings, ...fixed })
  return ['-D', data, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}
