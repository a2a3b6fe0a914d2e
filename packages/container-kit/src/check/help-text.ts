/** What the command can do, for people. */
export const helpText: string = `Usage: byo-container check [options] -- PROGRAM [WORDS]
       byo-container check [options] --image IMAGE

Starts a program or an image, in any language, as Amazon SageMaker does, and checks
from outside that it keeps the contract: exit codes, files, signals, answers.

  byo-container check --channel train=iris.csv --hyperparameter target=Sepal.Length \\
    --payload rows.csv -- node dist/container.mjs
  byo-container check --channel train=data/ --payload rows.json --image my/image
  byo-container check --model ./model --payload rows.csv -- python app.py
  byo-container check --base-dir /opt/ml --channel train=iris.csv -- Rscript mars.R

What to train with
  --channel NAME=PATH          a file, or a folder, for an input channel (repeatable)
  --hyperparameter NAME=VALUE  a hyperparameter, as text (repeatable)

What to ask the server
  --payload FILE               a body that it has to answer with 200
  --content-type TYPE          of the payload (default: by the file's name)
  --accept TYPE                Accept header to send (default: none)
  --model FOLDER               serve this model, and do not train

How to run it
  --only train|serve           check only this half
  --base-dir FOLDER            lay out /opt/ml at exactly this path, for programs that do
                               not read SAGEMAKER_BASE_DIR; its input, model, output and
                               checkpoints have to be free, and are removed at the end
  --env NAME=VALUE             an environment variable for every start (repeatable)
  --timeout SECONDS            for one training, or one start of the server (default 300)
  --port NUMBER                the port to serve on (default: a free one)
  --docker COMMAND             what runs images (default docker)

What to print
  --verbose                    say of every check what was seen
  --json                       {"subject", "passed", "checks": [...]} for machines
  --help, --version

The program gets the word train or serve added, SAGEMAKER_BASE_DIR in place of /opt/ml
and SAGEMAKER_BIND_TO_PORT. It is trained some ten times, so small data will do best.

Exit code: 0 if it does all that SageMaker requires, 1 if not, 2 for wrong usage.
Ctrl-C ends everything that was started and removes what was made.
`
