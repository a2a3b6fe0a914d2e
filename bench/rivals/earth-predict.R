# Fits a table with R's earth, predicts many rows and one row, each so many times, and prints the times
# in milliseconds as JSON. Rows to predict and predictions are files of doubles, column by column.
#
#   Rscript earth-predict.R training.csv target terms rows.bin columns predictions.bin repetitions
suppressMessages(library(earth))
args <- commandArgs(trailingOnly = TRUE)
repetitions <- as.integer(args[7])
data <- read.csv(args[1])
x <- data[, colnames(data) != args[2]]
fit <- earth(x, data[[args[2]]], degree = 2, nk = 61, thresh = 0, nprune = as.integer(args[3]))

columns <- as.integer(args[5])
values <- readBin(args[4], "double", file.size(args[4]) / 8, endian = "little")
matrix <- matrix(values, ncol = columns, dimnames = list(NULL, colnames(x)))
frame <- as.data.frame(matrix)
one <- frame[1, ]

times <- function(count, run) sapply(seq_len(count), function(i) {
  start <- Sys.time()
  run()
  as.numeric(Sys.time() - start, units = "secs") * 1000
})
asMatrix <- times(repetitions, function() predictions <<- predict(fit, matrix))
asFrame <- times(repetitions, function() predict(fit, frame))
single <- times(200, function() predict(fit, one))
writeBin(as.double(predictions), args[6], endian = "little")
cat(sprintf(
  "{\"matrix\": [%s], \"frame\": [%s], \"single\": [%s]}\n",
  paste(asMatrix, collapse = ", "), paste(asFrame, collapse = ", "), paste(single, collapse = ", ")
))
