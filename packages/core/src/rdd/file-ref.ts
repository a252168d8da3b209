/** How the bytes of a file are packed. */
export type Compression = 'gzip' | 'zstd'

/**
 * Where `s3://` paths lead. What is left out comes from the environment and the files that AWS's own tools read:
 * `AWS_REGION`, `AWS_ENDPOINT_URL_S3`, `~/.aws/config`. Credentials always come from there, on every machine from its own.
 */
export interface S3Options {
  /** The URL of a server that speaks S3; by default that of AWS. */
  readonly endpoint?: string
  /** By default that of the environment, then `us-east-1`. */
  readonly region?: string
  /** Whether the bucket stands in the path instead of the host's name: true by default where there is an `endpoint`. */
  readonly forcePathStyle?: boolean
}

/** A file that was found, as data. */
export interface FileRef {
  /** An absolute path, or an `s3://` URL. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** What changes when the content does, where the store tells: another version is refused. */
  readonly version?: string
  /** The settings of its store. */
  readonly s3?: S3Options
}
