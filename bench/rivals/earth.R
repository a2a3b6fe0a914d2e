# Fits one table with R's earth so many times and prints each time in milliseconds as a JSON list.
#
#   Rscript earth.R data.csv target degree repetitions
suppressMessages(library(earth))
args <- commandArgs(trailingOnly = TRUE)
data <- read.csv(args[1], stringsAsFactors = TRUE)
x <- data[, colnames(data) != args[2]]
y <- data[[args[2]]]
fit <- NULL
times <- sapply(seq_len(as.integer(args[4])), function(i) {
  start <- Sys.time()
  fit <<- earth(x, y, degree = as.integer(args[3]))
  as.numeric(Sys.time() - start, units = "secs") * 1000
})
cat(sprintf("{\"times\": [%s], \"gcv\": %.17g}\n", paste(times, collapse = ", "), fit$gcv))
