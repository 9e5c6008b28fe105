import { FieldworkError } from '@fieldwork/errors'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { git, smallBlobs } from './git.ts'
import type { TranscriptFile } from './sources/transcript-file.ts'

const BRANCH = 'entire/checkpoints/v1'
/** `<2>/<10>/[<n>/]`: the folder of a session in a checkpoint, and the files of it that are read. Long ones are in pieces. */
const layout = /^([0-9a-f]{2}\/[0-9a-f]{6,}(?:\/\d+)?)\/(full\.jsonl(?:\.\d+)?|metadata\.json)$/

/** Its `agent` is not asked: it can be wrong, and the content tells. */
const Metadata = Compile(
  Type.Object({ session_id: Type.Optional(Type.String()), created_at: Type.Optional(Type.String()) }),
)

type Listed = { readonly blob: string; readonly size: number; readonly file: string }
type Checkpoint = Extract<TranscriptFile, { kind: 'blobs' }>

/**
 * The sessions that Entire keeps in a repository, on its branch or a remote's. A session stands in every checkpoint that
 * was made while it grew: the last tells all of it and is the only one given. Throws `usage` where there is no such branch.
 */
export async function findCheckpoints(repository: string): Promise<readonly TranscriptFile[]> {
  const patterns = [`refs/heads/${BRANCH}`, `refs/remotes/*/${BRANCH}`]
  const refs = await git(repository, ['for-each-ref', '--format=%(refname)', ...patterns])
  if (refs === undefined) throw new FieldworkError('usage', `${repository}: git finds no repository there`)
  const folders = new Map<string, Listed[]>()
  for (const ref of refs.split('\n').filter((name) => name !== '')) await listInto(folders, repository, ref)
  if (folders.size === 0)
    throw new FieldworkError('usage', `${repository}: it has no checkpoint on ${BRANCH}`)
  return lastOfEach(await checkpointsOf(repository, folders))
}

async function listInto(folders: Map<string, Listed[]>, repository: string, ref: string): Promise<void> {
  const known = new Set(folders.keys())
  const listing = (await git(repository, ['ls-tree', '-r', '-l', '-z', '--full-tree', ref])) ?? ''
  for (const line of listing.split('\0')) {
    const [, blob, size, path = ''] = /^\d+ blob ([0-9a-f]+) +(\d+)\t(.*)$/.exec(line) ?? []
    const [, folder, file] = layout.exec(path) ?? []
    if (blob === undefined || folder === undefined || file === undefined || known.has(folder)) continue
    const listed = folders.get(folder) ?? []
    listed.push({ blob, size: Number(size), file })
    folders.set(folder, listed)
  }
}

async function checkpointsOf(
  repository: string,
  folders: ReadonlyMap<string, readonly Listed[]>,
): Promise<readonly Checkpoint[]> {
  const metadataOf = (listed: readonly Listed[]) => listed.find(({ file }) => file === 'metadata.json')?.blob
  const wanted = [...folders.values()].flatMap((listed) => metadataOf(listed) ?? [])
  const contents = await smallBlobs(repository, [...new Set(wanted)])
  const checkpoints: Checkpoint[] = []
  for (const [folder, listed] of folders) {
    const pieces = listed.filter(({ file }) => file !== 'metadata.json').sort(byPiece)
    if (pieces.length === 0) continue
    const metadata = parse(contents.get(metadataOf(listed) ?? '') ?? '')
    const { session_id: id, created_at: at } = Metadata.Check(metadata) ? metadata : {}
    const written = Date.parse(at ?? '')
    checkpoints.push({
      kind: 'blobs',
      repository,
      blobs: pieces.map(({ blob }) => blob),
      path: `${BRANCH}:${folder}/full.jsonl`,
      name: id ?? folder.replaceAll('/', '-'),
      size: pieces.reduce((sum, { size }) => sum + size, 0),
      writtenAt: Number.isNaN(written) ? null : written,
    })
  }
  return checkpoints
}

/** `full.jsonl`, `full.jsonl.001`, …: the bare name is the first piece. */
const byPiece = (a: Listed, b: Listed) => pieceOf(a) - pieceOf(b)
const pieceOf = ({ file }: Listed) => Number(/\.(\d+)$/.exec(file)?.[1] ?? 0)

function lastOfEach(checkpoints: readonly Checkpoint[]): readonly TranscriptFile[] {
  const ordered = checkpoints.toSorted(
    (a, b) => (a.writtenAt ?? 0) - (b.writtenAt ?? 0) || a.size - b.size || (a.path < b.path ? -1 : 1),
  )
  // A later one takes the place of an earlier one of its name.
  return [...new Map(ordered.map((checkpoint) => [checkpoint.name, checkpoint])).values()]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
