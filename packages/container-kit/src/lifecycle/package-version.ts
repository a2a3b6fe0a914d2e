/** The version of this package, as in its package.json; a bundle has no package.json beside it. */
export const packageVersion = '0.1.0'
