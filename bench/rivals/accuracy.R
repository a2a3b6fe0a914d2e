# Fits Friedman's functions and four real data sets with earth and mda, and writes the tables and the scores as lines of JSON.
#
#   Rscript accuracy.R [--quick]
#
# A line is one training set, one test set, and R² on the test set of each package at degrees 1 to 3. The test set holds the
# true function where it is known, else the rows left out (folds of a cross-validation; they share their table).
suppressMessages({
  library(earth)
  library(jsonlite)
  library(MASS)
  library(mda)
})

r2 <- function(truth, predicted) 1 - sum((truth - predicted)^2) / sum((truth - mean(truth))^2)
fits <- list(
  earth = function(x, y, degree) earth(x, y, degree = degree),
  mda = function(x, y, degree) mars(x, y, degree = degree)
)
predictions <- function(train, testX) {
  lapply(fits, function(fit) {
    lapply(1:3, function(degree) as.vector(predict(fit(train$x, train$y, degree), testX)))
  })
}
emit <- function(record) cat(toJSON(record, digits = NA, auto_unbox = TRUE), "\n", sep = "")

quick <- "--quick" %in% commandArgs(trailingOnly = TRUE)
impedance <- function(x) x[, 2] * x[, 3] - 1 / (x[, 2] * x[, 4])
ranges <- function(u) cbind(100 * u[, 1], 40 * pi + 520 * pi * u[, 2], u[, 3], 1 + 10 * u[, 4])
functions <- list(
  list(name = "Friedman 1", columns = 10, noise = 1, x = identity, f = function(x) {
    10 * sin(pi * x[, 1] * x[, 2]) + 20 * (x[, 3] - .5)^2 + 10 * x[, 4] + 5 * x[, 5]
  }),
  list(name = "Friedman 2", columns = 4, noise = 125, x = ranges, f = function(x) sqrt(x[, 1]^2 + impedance(x)^2)),
  list(name = "Friedman 3", columns = 4, noise = .1, x = ranges, f = function(x) atan(impedance(x) / x[, 1]))
)
draw <- function(f, n) f$x(matrix(runif(n * f$columns), n))
for (f in functions) for (n in if (quick) 100 else c(100, 400)) for (repetition in 1:(if (quick) 1 else 20)) {
  set.seed(1000 * repetition + n)
  x <- draw(f, n)
  train <- list(x = x, y = f$f(x) + f$noise * rnorm(n))
  testX <- draw(f, 1000)
  truth <- f$f(testX)
  scores <- lapply(predictions(train, testX), function(byDegree) lapply(byDegree, function(p) r2(truth, p)))
  emit(list(name = paste0(f$name, ", n = ", n), train = train, test = list(x = testX, y = truth), scores = scores))
}

tables <- list(
  Boston = list(x = as.matrix(Boston[, -14]), y = Boston$medv),
  ozone1 = list(x = as.matrix(ozone1[, -1]), y = ozone1$O3),
  cpus = list(x = as.matrix(cpus[, 2:7]), y = log10(cpus$perf)),
  quakes = list(x = as.matrix(quakes[, -4]), y = quakes$mag)
)
for (name in names(tables)) for (repetition in if (quick) NULL else 1:10) {
  set.seed(repetition)
  table <- tables[[name]]
  x <- unname(table$x)
  fold <- sample(rep_len(1:10, nrow(x)))
  out <- lapply(fits, function(fit) lapply(1:3, function(degree) numeric(nrow(x))))
  for (k in 1:10) {
    left <- fold == k
    found <- predictions(list(x = x[!left, ], y = table$y[!left]), x[left, ])
    for (package in names(fits)) for (degree in 1:3) out[[package]][[degree]][left] <- found[[package]][[degree]]
  }
  scores <- lapply(out, function(byDegree) lapply(byDegree, function(p) r2(table$y, p)))
  emit(list(name = name, table = list(x = x, y = table$y), fold = fold, scores = scores))
}
