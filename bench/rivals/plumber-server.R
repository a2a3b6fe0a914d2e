# A plumber server for one MARS model, in the way that R programs are hosted on SageMaker: the model is fitted once and
# kept in a file, which each request loads. Arguments: CSV file, model file, port.
suppressMessages({
  library(mda)
  library(plumber)
})
arguments <- commandArgs(trailingOnly = TRUE)
iris <- read.csv(arguments[1], stringsAsFactors = TRUE)
y <- iris$Sepal.Length
iris$Sepal.Length <- NULL
columns <- model.matrix(~., iris)
model <- mars(columns, y, degree = 2)
levels <- levels(iris$Species)
save(model, levels, file = arguments[2])

ping <- function() ""

invocations <- function(req) {
  rows <- read.csv(text = req$postBody)
  load(arguments[2])
  rows$Species <- factor(rows$Species, levels = levels)
  paste(predict(model, model.matrix(~., rows)), collapse = "\n")
}

server <- pr()
server <- pr_get(server, "/ping", ping)
server <- pr_post(server, "/invocations", invocations, parsers = "text", serializer = serializer_text())
pr_run(server, host = "127.0.0.1", port = as.integer(arguments[3]), quiet = TRUE)
