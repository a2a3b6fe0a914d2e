/** Adds rows to a table by runs: addresses of runs, of their end, of order, above, values and sums. */
export type Adder = (
  runs: number,
  end: number,
  order: number,
  above: number,
  values: number,
  sums: number,
) => void

/** What the kernel exports; all arguments but amounts, thresholds and numbers of rows are addresses. */
export interface KernelLoops {
  readonly addTwo: Adder
  readonly addFour: Adder
  readonly addEight: Adder
  readonly addSquares: Adder
  fillTwoLanes(
    b1: number,
    q1: number,
    b2: number,
    q2: number,
    values: number,
    stride: number,
    rows: number,
  ): void
  productsWithFour(
    c: number,
    q0: number,
    q1: number,
    q2: number,
    q3: number,
    found: number,
    rows: number,
  ): void
  fillRowsAbove(
    parent: number,
    predictor: number,
    t: number,
    toParent: number,
    toHinge: number,
    found: number,
    rows: number,
  ): void
  hingeProductsOfTwo(
    sums: number,
    entry: number,
    further: number,
    boundaries: number,
    count: number,
    first: number,
    second: number,
  ): void
  walkTwoLanes(
    runs: number,
    order: number,
    above: number,
    values: number,
    stride: number,
    boundaries: number,
    count: number,
    first: number,
    second: number,
  ): void
  subtractSquares(values: number, knots: number, products: number, count: number): void
  subtractTimes(
    values: number,
    knots: number,
    products: number,
    factor: number,
    count: number,
  ): void
  addAlong(gains: number, along: number, shared: number, factor: number, count: number): void
  divideGains(
    gains: number,
    left: number,
    shared: number,
    variance: number,
    alone: number,
    factor: number,
    share: number,
    most: number,
    count: number,
  ): void
  summariseGains(gains: number, steps: number, count: number, found: number): void
  subtractFour(
    c: number,
    q0: number,
    q1: number,
    q2: number,
    q3: number,
    a0: number,
    a1: number,
    a2: number,
    a3: number,
    rows: number,
  ): void
}
