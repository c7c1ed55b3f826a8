// What the files of examples share.

/** The agency of the callers. */
export const AGENCY = 'quan-ninh-kieu'
/** %PDF-1.4 and its end, in base64. */
export const PDF = 'JVBERi0xLjQKJSVFT0YK'

/** An example that is its path alone. */
export const path = values => ({ path: values })

/** Excuses operations for one reason. */
export const excuse = (why, ...ids) => Object.fromEntries(ids.map(id => [id, why]))
