"""The notebook's own steps with boto3: data, training, hosting, prediction, clean-up.

Takes the image, the data file and the payload file; prints the predictions as one JSON list. Everything that
points at a SageMaker comes from the environment.
"""

import json
import sys
import time

import boto3

image, data, payload_file = sys.argv[1:]

account = boto3.client("sts").get_caller_identity()["Account"]
role = f"arn:aws:iam::{account}:role/notebook"
bucket, prefix = f"notebook-{account}", "sagemaker/DEMO-r-byo"
s3 = boto3.resource("s3")
s3.create_bucket(Bucket=bucket)
s3.Bucket(bucket).Object(f"{prefix}/train/iris.csv").upload_file(data)

sm = boto3.client("sagemaker")
name = "DEMO-r-byo-" + time.strftime("%Y-%m-%d-%H-%M-%S", time.gmtime())
sm.create_training_job(
    RoleArn=role,
    TrainingJobName=name,
    AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"},
    ResourceConfig={"InstanceCount": 1, "InstanceType": "ml.m4.xlarge", "VolumeSizeInGB": 10},
    InputDataConfig=[
        {
            "ChannelName": "train",
            "DataSource": {
                "S3DataSource": {
                    "S3DataType": "S3Prefix",
                    "S3Uri": f"s3://{bucket}/{prefix}/train",
                    "S3DataDistributionType": "FullyReplicated",
                }
            },
            "CompressionType": "None",
            "RecordWrapperType": "None",
        }
    ],
    OutputDataConfig={"S3OutputPath": f"s3://{bucket}/{prefix}/output"},
    HyperParameters={"target": "Sepal.Length", "degree": "2"},
    StoppingCondition={"MaxRuntimeInSeconds": 60 * 60},
)
waiter = sm.get_waiter("training_job_completed_or_stopped")
waiter.wait(TrainingJobName=name, WaiterConfig={"Delay": 1})
job = sm.describe_training_job(TrainingJobName=name)
assert job["TrainingJobStatus"] == "Completed", job.get("FailureReason")

sm.create_model(
    ModelName=name,
    ExecutionRoleArn=role,
    PrimaryContainer={"Image": image, "ModelDataUrl": job["ModelArtifacts"]["S3ModelArtifacts"]},
)
variant = {
    "InstanceType": "ml.m4.xlarge",
    "InitialInstanceCount": 1,
    "ModelName": name,
    "VariantName": "AllTraffic",
}
sm.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
sm.create_endpoint(EndpointName=name, EndpointConfigName=name)
sm.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig={"Delay": 1})

with open(payload_file) as file:
    payload = file.read()
runtime = boto3.client("runtime.sagemaker")
response = runtime.invoke_endpoint(EndpointName=name, ContentType="text/csv", Body=payload)
print(json.dumps([float(line) for line in response["Body"].read().decode().split()]))

sm.delete_endpoint(EndpointName=name)
sm.get_waiter("endpoint_deleted").wait(EndpointName=name, WaiterConfig={"Delay": 1})
sm.delete_endpoint_config(EndpointConfigName=name)
sm.delete_model(ModelName=name)
assert sm.list_endpoints()["Endpoints"] == []
