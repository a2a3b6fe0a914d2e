"""Transforms objects with boto3: waiter, description, outputs, a failure, a stop. Takes the program; prints what it has seen."""

import json
import sys
import time

import boto3
from botocore.exceptions import WaiterError
from push_image import push_image

image = push_image("transforms", sys.argv[1])
role = boto3.client("iam").get_role(RoleName="notebook")["Role"]["Arn"]
s3 = boto3.client("s3")
s3.create_bucket(Bucket="batch")
for key, body in {
    "in/a.csv": b"id1,1,2\nid2,3,4\n",
    "in/more/b.csv": b"id3,5,6\n",
    "bad/a.csv": b"bad\n",
    "slow/a.csv": b"hang\n",
}.items():
    s3.put_object(Bucket="batch", Key=key, Body=body)

sm = boto3.client("sagemaker")
sm.create_model(
    ModelName="model",
    ExecutionRoleArn=role,
    PrimaryContainer={"Image": image, "Environment": {"MODE": "columns"}},
)
soon = {"Delay": 1, "MaxAttempts": 60}
done = sm.get_waiter("transform_job_completed_or_stopped")


def transform(name, prefix, **changes):
    return sm.create_transform_job(
        TransformJobName=name,
        ModelName="model",
        TransformInput={
            "DataSource": {
                "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://batch/{prefix}/"}
            },
            "ContentType": "text/csv",
            "SplitType": "Line",
        },
        TransformOutput={
            "S3OutputPath": f"s3://batch/out/{prefix}",
            "Accept": "text/csv",
            "AssembleWith": "Line",
        },
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
        ModelClientConfig={"InvocationsMaxRetries": 0},
        **changes,
    )["TransformJobArn"]


arn = transform(
    "Good-Job",
    "in",
    DataProcessing={"InputFilter": "$[1:]", "JoinSource": "Input", "OutputFilter": "$[0,-1]"},
    Tags=[{"Key": "a", "Value": "b"}],
)
done.wait(TransformJobName="Good-Job", WaiterConfig=soon)
job = sm.describe_transform_job(TransformJobName="Good-Job")

transform("bad-job", "bad")
try:
    done.wait(TransformJobName="bad-job", WaiterConfig=soon)
    failure = "no error"
except WaiterError as error:
    failure = error.last_response["FailureReason"]

transform("slow-job", "slow")
while "TransformStartTime" not in sm.describe_transform_job(TransformJobName="slow-job"):
    time.sleep(0.1)
sm.stop_transform_job(TransformJobName="slow-job")
done.wait(TransformJobName="slow-job", WaiterConfig=soon)

listed = sm.get_paginator("list_transform_jobs").paginate(PaginationConfig={"PageSize": 1})
out = s3.list_objects_v2(Bucket="batch", Prefix="out/").get("Contents", [])
print(
    json.dumps(
        {
            "arn": arn,
            "tags": sm.list_tags(ResourceArn=arn)["Tags"],
            "status": job["TransformJobStatus"],
            "took": (job["TransformEndTime"] - job["CreationTime"]).total_seconds() >= 0,
            "processing": job["DataProcessing"],
            "outputs": {
                one["Key"]: s3.get_object(Bucket="batch", Key=one["Key"])["Body"].read().decode()
                for one in out
            },
            "failure": failure,
            "listed": [
                [one["TransformJobName"], one["TransformJobStatus"]]
                for page in listed
                for one in page["TransformJobSummaries"]
            ],
        }
    )
)
