"""From a bucket to predictions and away again with boto3. Takes the program; prints what it has seen."""

import json
import sys

import boto3
from botocore.exceptions import ClientError, WaiterError
from push_image import push_image

image = push_image("whole-way", sys.argv[1])
account = boto3.client("sts").get_caller_identity()["Account"]
role = boto3.client("iam").get_role(RoleName="notebook")["Role"]["Arn"]
s3 = boto3.client("s3")
s3.create_bucket(Bucket="way")
s3.put_object(Bucket="way", Key="in/a.csv", Body=b"1,2")

sm = boto3.client("sagemaker")
soon = {"Delay": 1, "MaxAttempts": 60}


def train(name, program="train"):
    sm.create_training_job(
        TrainingJobName=name,
        RoleArn=role,
        AlgorithmSpecification={
            "TrainingImage": image,
            "TrainingInputMode": "File",
            **({} if program == "train" else {"ContainerEntrypoint": [program]}),
        },
        ResourceConfig={"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1},
        InputDataConfig=[
            {
                "ChannelName": "train",
                "DataSource": {
                    "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://way/in"}
                },
            }
        ],
        OutputDataConfig={"S3OutputPath": "s3://way/out"},
        StoppingCondition={"MaxRuntimeInSeconds": 600},
    )
    sm.get_waiter("training_job_completed_or_stopped").wait(
        TrainingJobName=name, WaiterConfig=soon
    )
    return sm.describe_training_job(TrainingJobName=name)


job = train("Good-Job")
try:
    train("bad-job", "no-such-program")
    waited = "no error"
except WaiterError as error:
    waited = error.last_response["TrainingJobStatus"]

artifact = job["ModelArtifacts"]["S3ModelArtifacts"]
sm.create_model(
    ModelName="model",
    ExecutionRoleArn=role,
    PrimaryContainer={"Image": image, "ModelDataUrl": artifact},
)
variant = {"InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
sm.create_endpoint_config(
    EndpointConfigName="config",
    ProductionVariants=[{**variant, "ModelName": "model", "VariantName": "AllTraffic"}],
)
sm.create_endpoint(EndpointName="endpoint", EndpointConfigName="config")
sm.get_waiter("endpoint_in_service").wait(EndpointName="endpoint", WaiterConfig=soon)

runtime = boto3.client("sagemaker-runtime")
answer = runtime.invoke_endpoint(EndpointName="endpoint", ContentType="text/csv", Body="3")
prediction = answer["Body"].read().decode()
try:
    runtime.invoke_endpoint(EndpointName="endpoint", Body="fail")
    ill = None
except runtime.exceptions.ModelError as error:
    ill = [error.response["OriginalStatusCode"], error.response["OriginalMessage"]]

logs = boto3.client("logs")
group = "/aws/sagemaker/TrainingJobs"
pages = logs.get_paginator("filter_log_events").paginate(
    logGroupName=group, logStreamNamePrefix="Good-Job/"
)
lines = [event["message"] for page in pages for event in page["events"]]

sm.delete_endpoint(EndpointName="endpoint")
sm.get_waiter("endpoint_deleted").wait(EndpointName="endpoint", WaiterConfig=soon)
sm.delete_endpoint_config(EndpointConfigName="config")
sm.delete_model(ModelName="model")
try:
    sm.describe_model(ModelName="model")
    gone = "no error"
except ClientError as error:
    gone = error.response["Error"]["Code"]

print(
    json.dumps(
        {
            "account": account,
            "arn": job["TrainingJobArn"],
            "trained": (job["TrainingEndTime"] - job["CreationTime"]).total_seconds() >= 0,
            "artifact": artifact,
            "waited": waited,
            "prediction": [prediction, answer["ContentType"]],
            "ill": ill,
            "lines": lines,
            "gone": gone,
            "left": len(sm.list_endpoints()["Endpoints"]),
        }
    )
)
