import { s3Operations } from './operations.ts'

/**
 * The query parameters that choose an operation of S3, among them those whose operations are not here:
 * a request with one of these must never be taken for another operation.
 */
const names: ReadonlySet<string> = new Set([
  ...s3Operations.flatMap(({ subresource }) => subresource ?? []),
  'abac',
  'accelerate',
  'acl',
  'analytics',
  'annotation',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metadataAnnotationTable',
  'metadataConfiguration',
  'metadataInventoryTable',
  'metadataJournalTable',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'select-type',
  'session',
  'torrent',
  'versions',
  'website',
])

/** The parameters of a query that choose an operation. */
export function subresourcesOf(query: URLSearchParams): readonly string[] {
  return [...new Set(query.keys())].filter((name) => names.has(name))
}
