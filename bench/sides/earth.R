# R's earth as one side of a comparison: reads a line of JSON from the standard input, does it, answers with a line of JSON.
#
#   {"do": "data", "file", "rows", "names", "target", "weights"?}   columns of doubles, one after the other, or a CSV file
#   {"do": "fit", "options", "repetitions"}                         seconds of each fit, and what the last one found
#   {"do": "predict", "file", "rows", "out"?, "as"?, "one"?}        seconds; the predictions as doubles into a file; of the first row
#                                                                   alone the mean of many calls; from a data frame or a "matrix"
#   {"do": "readCsv", "file"}                                       seconds of read.csv
#   {"do": "versions"}                                              of R and its packages
#   {"do": "peak"}                                                  most memory of this process so far, in MB
suppressMessages({
  library(earth)
  library(jsonlite)
})

x <- y <- w <- fit <- NULL
precisely <- function(work) {
  start <- Sys.time()
  work
  as.numeric(Sys.time() - start, units = "secs")
}
doubles <- function(file, rows, names) {
  matrix(readBin(file, "double", rows * length(names)), rows, dimnames = list(NULL, names))
}
read <- function(job) {
  if (grepl("[.]csv$", job$file)) return(read.csv(job$file, stringsAsFactors = TRUE))
  as.data.frame(doubles(job$file, job$rows, job$names))
}

answers <- list(
  data = function(job) {
    table <- read(job)
    y <<- table[[job$target]]
    w <<- if (is.null(job$weights)) NULL else table[[job$weights]]
    x <<- table[, !colnames(table) %in% c(job$target, job$weights), drop = FALSE]
    list()
  },
  fit = function(job) {
    # Names, not values, for a call with a whole table in it is slow to handle.
    weights <- if (isTRUE(job$weighted)) list(weights = quote(w))
    arguments <- c(list(quote(x), quote(y)), weights, job$options)
    times <- sapply(seq_len(job$repetitions), function(i) {
      precisely(fit <<- do.call(earth, arguments))
    })
    list(times = I(times), gcv = fit$gcv, rss = fit$rss, terms = length(fit$selected.terms), forwardTerms = nrow(fit$dirs))
  },
  predict = function(job) {
    rows <- doubles(job$file, job$rows, colnames(x))
    if (isTRUE(job$one)) rows <- rows[1, , drop = FALSE]
    if (!identical(job$as, "matrix")) rows <- as.data.frame(rows)
    calls <- if (isTRUE(job$one)) 200 else 1
    found <- NULL
    time <- precisely(for (i in seq_len(calls)) found <- predict(fit, rows)) / calls
    if (!is.null(job$out)) writeBin(as.vector(found), job$out)
    list(times = I(time))
  },
  readCsv = function(job) list(times = I(precisely(read.csv(job$file)))),
  versions = function(job) {
    list(R = paste(R.version$major, R.version$minor, sep = "."), earth = as.character(packageVersion("earth")))
  },
  peak = function(job) {
    status <- readLines("/proc/self/status")
    list(peak = as.numeric(gsub("[^0-9]", "", grep("VmHWM", status, value = TRUE))) / 1024)
  }
)

input <- file("stdin", open = "r")
while (length(line <- readLines(input, n = 1)) > 0) {
  job <- fromJSON(line)
  answer <- tryCatch(answers[[job$do]](job), error = function(e) list(error = conditionMessage(e)))
  cat(toJSON(answer, digits = NA, auto_unbox = TRUE), "\n", sep = "")
}
