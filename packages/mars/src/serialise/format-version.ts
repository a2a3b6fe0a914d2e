// The format of a model as JSON. Readers accept every version up to their own and refuse a newer
// one.
//
//   1  the first

/** The name that marks a JSON value as a model of this package. */
export const formatName = 'byo-mars'

/** The version written, and the newest that can be read. */
export const formatVersion = 1
