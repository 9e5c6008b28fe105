import { type Client, createClient } from '@fieldwork/client'
import { FieldworkError } from '@fieldwork/errors'
import { type Command, Option } from 'commander'

export type ServiceOptions = { readonly url: string; readonly key?: string }

/** The options of every command that asks the service. */
export function addServiceOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'address of the service')
        .env('FIELDWORK_URL')
        .default('http://127.0.0.1:8080'),
    )
    .addOption(
      new Option('--key <key>', 'API key; in the environment, other users do not see it').env(
        'FIELDWORK_KEY',
      ),
    )
}

export function clientOf({ url, key }: ServiceOptions): Client {
  if (!URL.canParse(url)) throw new FieldworkError('usage', 'the value of --url or FIELDWORK_URL is no URL')
  if (key === undefined || key === '') {
    throw new FieldworkError('usage', 'no API key: set FIELDWORK_KEY, or give --key')
  }
  return createClient({ url, key })
}
