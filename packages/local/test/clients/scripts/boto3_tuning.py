"""Tunes a program's hyperparameters with boto3. Takes the program; prints what it has seen."""

import json
import sys
import time

import boto3
from botocore.exceptions import ClientError
from push_image import push_image

image = push_image("tuned", sys.argv[1])
boto3.client("s3").create_bucket(Bucket="tuning")
sm = boto3.client("sagemaker")
definition = {
    "AlgorithmSpecification": {
        "TrainingImage": image,
        "TrainingInputMode": "File",
        "MetricDefinitions": [{"Name": "loss", "Regex": "loss=(.*?);"}],
    },
    "StaticHyperParameters": {"epochs": "1"},
    "RoleArn": "arn:aws:iam::000000000000:role/SageMakerRole",
    "OutputDataConfig": {"S3OutputPath": "s3://tuning/out"},
    "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1},
    "StoppingCondition": {"MaxRuntimeInSeconds": 60},
}


def tune(name, **config):
    sm.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name,
        HyperParameterTuningJobConfig={
            "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "loss"},
            "ParameterRanges": {
                "ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1"}]
            },
            **config,
        },
        TrainingJobDefinition=definition,
        Tags=[{"Key": "team", "Value": "a"}],
    )
    while True:
        job = sm.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        if job["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping"):
            return job
        time.sleep(0.1)


limits = {"MaxNumberOfTrainingJobs": 6, "MaxParallelTrainingJobs": 2}
job = tune("Bayes", Strategy="Bayesian", ResourceLimits=limits, RandomSeed=1)
pages = sm.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job").paginate(
    HyperParameterTuningJobName="Bayes",
    SortBy="FinalObjectiveMetricValue",
    PaginationConfig={"PageSize": 4},
)
trials = [trial for page in pages for trial in page["TrainingJobSummaries"]]
best = job["BestTrainingJob"]
trained = sm.describe_training_job(TrainingJobName=best["TrainingJobName"])
listed = sm.list_hyper_parameter_tuning_jobs(NameContains="Bay")
try:
    sm.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName="Bayes")
    stopped = None
except ClientError as error:
    stopped = error.response["Error"]["Code"]
sm.delete_hyper_parameter_tuning_job(HyperParameterTuningJobName="Bayes")
try:
    sm.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="Bayes")
    gone = None
except sm.exceptions.ResourceNotFound as error:
    gone = error.response["Error"]["Code"]

metric = "FinalHyperParameterTuningJobObjectiveMetric"
print(
    json.dumps(
        {
            "status": job["HyperParameterTuningJobStatus"],
            "counters": job["TrainingJobStatusCounters"],
            "objectives": job["ObjectiveStatusCounters"],
            "sorted": [trial[metric]["Value"] for trial in trials],
            "best": best[metric]["Value"],
            "first": trials[0]["TrainingJobName"] == best["TrainingJobName"],
            "tuned_by": trained["TuningJobArn"] == job["HyperParameterTuningJobArn"],
            "hyperparameters": sorted(trained["HyperParameters"]),
            "artifact": trained["ModelArtifacts"]["S3ModelArtifacts"].startswith("s3://tuning/out/Bayes-00"),
            "seconds": (job["HyperParameterTuningEndTime"] - job["CreationTime"]).total_seconds() > 0,
            "listed": [each["Strategy"] for each in listed["HyperParameterTuningJobSummaries"]],
            "stopped": stopped,
            "gone": gone,
        }
    )
)
