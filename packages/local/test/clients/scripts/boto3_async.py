"""Asynchronous inference with boto3. Takes the program; prints what it has seen."""

import io
import json
import sys
import tarfile

import boto3
from botocore.exceptions import ClientError
from push_image import push_image

image = push_image("async", sys.argv[1])
s3 = boto3.client("s3")
sm = boto3.client("sagemaker")
runtime = boto3.client("sagemaker-runtime")
soon = {"Delay": 1, "MaxAttempts": 60}

archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w:gz") as tar:
    entry = tarfile.TarInfo("model.txt")
    entry.size = 5
    tar.addfile(entry, io.BytesIO(b"model"))
s3.create_bucket(Bucket="async")
s3.put_object(Bucket="async", Key="model.tar.gz", Body=archive.getvalue())
s3.put_object(Bucket="async", Key="in/one", Body=b"from S3")

sm.create_model(
    ModelName="async",
    PrimaryContainer={"Image": image, "ModelDataUrl": "s3://async/model.tar.gz"},
)
sm.create_endpoint_config(
    EndpointConfigName="async",
    ProductionVariants=[
        {
            "VariantName": "AllTraffic",
            "ModelName": "async",
            "InstanceType": "ml.m5.large",
            "InitialInstanceCount": 1,
        }
    ],
    AsyncInferenceConfig={
        "OutputConfig": {
            "S3OutputPath": "s3://async/out",
            "S3FailurePath": "s3://async/failed",
        },
        "ClientConfig": {"MaxConcurrentInvocationsPerInstance": 1},
    },
)
sm.create_endpoint(EndpointName="async", EndpointConfigName="async")
sm.get_waiter("endpoint_in_service").wait(EndpointName="async", WaiterConfig=soon)


def invoke(**payload):
    return runtime.invoke_endpoint_async(EndpointName="async", ContentType="text/csv", **payload)


def stored(location):
    bucket, key = location.removeprefix("s3://").split("/", 1)
    s3.get_waiter("object_exists").wait(Bucket=bucket, Key=key, WaiterConfig=soon)
    answer = s3.get_object(Bucket=bucket, Key=key)
    return [answer["Body"].read().decode(), answer["ContentType"]]


one = invoke(
    InputLocation="s3://async/in/one",
    InferenceId="my-own",
    Filename="named.csv",
    S3OutputPathExtension="deep",
    RequestTTLSeconds=60,
    InvocationTimeoutSeconds=30,
)
inline = invoke(Body=b"inline")
ill = invoke(Body=b"fail")
try:
    runtime.invoke_endpoint(EndpointName="async", Body=b"now")
    refused = None
except ClientError as error:
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    refused = [error.response["Error"]["Code"], status]

config = sm.describe_endpoint(EndpointName="async")["AsyncInferenceConfig"]
print(
    json.dumps(
        {
            "statuses": [
                each["ResponseMetadata"]["HTTPStatusCode"] for each in (one, inline, ill)
            ],
            "id": one["InferenceId"],
            "named": [one["OutputLocation"], one["FailureLocation"]],
            "answer": stored(one["OutputLocation"]),
            "inline": stored(inline["OutputLocation"])[0],
            "failure": stored(ill["FailureLocation"])[0],
            "refused": refused,
            "config": config["ClientConfig"]["MaxConcurrentInvocationsPerInstance"],
        }
    )
)
