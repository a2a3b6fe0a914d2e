"""The SageMaker Python SDK, generation 2, tunes: a tuner with ranges of each kind, its best job, warm start. Takes the program."""

import json
import os
import sys

# It would tell AWS itself of what it is used for.
with open("config.yaml", "w") as file:
    opt_out = {"PythonSDK": {"Modules": {"TelemetryOptOut": True}}}
    json.dump({"SchemaVersion": "1.0", "SageMaker": opt_out}, file)
os.environ["SAGEMAKER_USER_CONFIG_OVERRIDE"] = "config.yaml"

import sagemaker
from push_image import push_image
from sagemaker.estimator import Estimator
from sagemaker.tuner import (
    CategoricalParameter,
    ContinuousParameter,
    HyperparameterTuner,
    IntegerParameter,
    WarmStartConfig,
    WarmStartTypes,
)

image = push_image("sdk-tuned", sys.argv[1])
session = sagemaker.Session(default_bucket="python-sdk-tuning")
session.default_bucket()
estimator = Estimator(
    image,
    "arn:aws:iam::000000000000:role/any",
    instance_count=1,
    instance_type="ml.m5.large",
    sagemaker_session=session,
    hyperparameters={"epochs": 1},
)


def tune(job_name, max_jobs, **options):
    tuner = HyperparameterTuner(
        estimator,
        "loss",
        {
            "x": ContinuousParameter(0, 1),
            "depth": IntegerParameter(1, 4),
            "kind": CategoricalParameter(["a", "b"]),
        },
        metric_definitions=[{"Name": "loss", "Regex": "loss=(.*?);"}],
        objective_type="Minimize",
        max_jobs=max_jobs,
        max_parallel_jobs=2,
        random_seed=1,
        **options,
    )
    tuner.fit(job_name=job_name)
    return tuner


tuner = tune("sdk-tuned", 4)
best = tuner.best_training_job()
table = tuner.analytics().dataframe()

identical = WarmStartConfig(WarmStartTypes.IDENTICAL_DATA_AND_ALGORITHM, {"sdk-tuned"})
child = tune("sdk-tuned-child", 2, warm_start_config=identical)
description = child.describe()

print()
print(
    json.dumps(
        {
            "rows": len(table),
            "least": float(table["FinalObjectiveValue"].min()),
            "best": float(
                table[table["TrainingJobName"] == best]["FinalObjectiveValue"].iloc[0]
            ),
            "columns": sorted({"x", "depth", "kind"} & set(table.columns)),
            "trained": tuner.best_estimator().latest_training_job.name == best,
            "child": description["HyperParameterTuningJobStatus"],
            "overall": description["OverallBestTrainingJob"]["TuningJobName"],
        }
    )
)
