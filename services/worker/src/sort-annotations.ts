import type { Annotation } from '@fieldwork/annotators'
import { codebook, deriveFact, type LabelValues } from '@fieldwork/codebook'
import type { AnnotatedRevision, ClaimedRevision, UnscorableRevision } from '@fieldwork/store'

type Annotated = Extract<Annotation, { outcome: 'annotated' }>

/**
 * The annotations of claimed revisions, in their order, as they are written: labels with the fact they make, or why there are
 * none. Throws where a revision has no annotation.
 */
export function sortAnnotations(
  claimed: readonly ClaimedRevision[],
  annotations: readonly Annotation[],
): { annotated: AnnotatedRevision[]; unscorable: UnscorableRevision[] } {
  const annotated: AnnotatedRevision[] = []
  const unscorable: UnscorableRevision[] = []
  claimed.forEach((revision, index) => {
    const annotation = annotations[index]
    if (annotation?.revisionId !== revision.id) throw new Error(`no annotation for revision ${revision.id}`)
    if (annotation.outcome === 'unscorable') {
      unscorable.push({
        id: revision.id,
        reason: `${annotation.reason}: ${annotation.detail}`,
        wasPaid: true,
      })
      return
    }
    annotated.push({
      ...revision,
      labels: labelRows(annotation),
      wasPaid: annotation.labels.some(({ callId }) => callId !== undefined),
      provenance: annotation.provenance,
      fact: deriveFact(revision.telemetry, valuesOf(annotation)),
    })
  })
  return { annotated, unscorable }
}

const valuesOf = ({ labels }: Annotated): LabelValues =>
  Object.fromEntries(labels.map(({ classifier, value }) => [classifier, value]))

/** A row for every classifier that was asked: its answer, or why there is none. */
const labelRows = ({ labels, unscorable }: Annotated): AnnotatedRevision['labels'] => [
  ...labels.map((label) => ({ ...label, unscorable: null, callId: label.callId ?? null })),
  ...unscorable.map(({ classifier, reason }) => ({
    classifier,
    classifierVersion: codebook.classifiers[classifier].version,
    value: null,
    confidence: null,
    unscorable: reason,
  })),
]
