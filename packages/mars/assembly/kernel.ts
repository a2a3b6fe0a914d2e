// The kernel: the hot loops of a fit in AssemblyScript, which src/kernel/ loads. Each has a twin in
// TypeScript that gives the same bits. Arguments are addresses, and numbers of rows.

export { productsWithFour, subtractFour } from './four-columns'
export {
  addAlong,
  divideGains,
  hingeProductsOfTwo,
  subtractSquares,
  subtractTimes,
  summariseGains,
  walkTwoLanes,
} from './kept-products'
export { fillTwoLanes } from './lanes'
export { addEight, addFour, addSquares, addTwo } from './row-sums'
export { fillRowsAbove } from './rows-above'
