import { type HttpExchange, header } from './http-exchange.ts'

/** What a signed request says of its signature; a member that is missing or cannot be read is empty. */
export interface SignatureClaim {
  readonly algorithm: string
  readonly accessKeyId: string
  /** `YYYYMMDD/region/service/aws4_request`. */
  readonly scope: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly time: string
  readonly sessionToken: string | undefined
  /** A presigned address: how many seconds it is good for, as its text; undefined for a signed header. */
  readonly expires: string | undefined
}

/** Reads the signature of a request from its Authorization header or its address; undefined when it has none. */
export function readSignatureClaim(exchange: HttpExchange): SignatureClaim | undefined {
  const { request, query } = exchange
  const authorization = header(request, 'authorization')
  if (authorization?.startsWith('AWS4-')) {
    const [algorithm = '', ...rest] = authorization.split(/\s+/)
    const parts = parseParts(rest.join(' '))
    return {
      algorithm,
      ...splitCredential(parts.get('Credential') ?? ''),
      signedHeaders: splitNames(parts.get('SignedHeaders')),
      signature: parts.get('Signature') ?? '',
      time: header(request, 'x-amz-date') ?? fromHttpDate(header(request, 'date')),
      sessionToken: header(request, 'x-amz-security-token'),
      expires: undefined,
    }
  }
  const algorithm = query.get('X-Amz-Algorithm')
  if (algorithm === null) return undefined
  return {
    algorithm,
    ...splitCredential(query.get('X-Amz-Credential') ?? ''),
    signedHeaders: splitNames(query.get('X-Amz-SignedHeaders')),
    signature: query.get('X-Amz-Signature') ?? '',
    time: query.get('X-Amz-Date') ?? '',
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    expires: query.get('X-Amz-Expires') ?? '',
  }
}

/** Reads `YYYYMMDDTHHMMSSZ`; undefined for anything else. */
export function parseAmzDate(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** Writes a time as `YYYYMMDDTHHMMSSZ`. */
export function formatAmzDate(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '')
}

/** `Credential=…, SignedHeaders=…, Signature=…`, in any order. */
function parseParts(text: string): Map<string, string> {
  return new Map(
    text.split(',').map((part): [string, string] => {
      const [name = '', ...value] = part.trim().split('=')
      return [name, value.join('=')]
    }),
  )
}

/** The access key comes first and may hold slashes itself, so the scope is the last four parts. */
function splitCredential(credential: string): Pick<SignatureClaim, 'accessKeyId' | 'scope'> {
  const parts = credential.split('/')
  return { accessKeyId: parts.slice(0, -4).join('/'), scope: parts.slice(-4).join('/') }
}

function splitNames(names: string | null | undefined): readonly string[] {
  return names ? names.split(';') : []
}

function fromHttpDate(text: string | undefined): string {
  const date = new Date(text ?? '')
  return Number.isNaN(date.getTime()) ? '' : formatAmzDate(date)
}
