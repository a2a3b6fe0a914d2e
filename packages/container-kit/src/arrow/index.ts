export { arrowCodecs } from './arrow-codecs.ts'
