"""Errors as boto3 shows them: prints the code, status and text of each."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

once = Config(retries={"total_max_attempts": 1})


def failure_of(service, operation, **parameters):
    client = boto3.client(service, config=once)
    try:
        getattr(client, operation)(**parameters)
        return None
    except ClientError as error:
        answer = error.response
        return {
            "type": type(error).__name__,
            "code": answer["Error"]["Code"],
            "status": answer["ResponseMetadata"]["HTTPStatusCode"],
            "message": answer["Error"]["Message"],
        }


failures = [
    failure_of("sagemaker", "describe_training_job", TrainingJobName="none"),
    failure_of("sagemaker", "create_model", ModelName="bad_name!"),
    failure_of("sagemaker", "create_algorithm", AlgorithmName="a", TrainingSpecification={
        "TrainingImage": "x", "SupportedTrainingInstanceTypes": ["ml.m5.large"],
        "TrainingChannels": [{"Name": "a", "SupportedContentTypes": ["b"], "SupportedInputModes": ["File"]}],
    }),
    failure_of("sagemaker-runtime", "invoke_endpoint", EndpointName="none", Body=b""),
    failure_of("s3", "get_object", Bucket="no-such-bucket", Key="a"),
    failure_of("s3", "head_bucket", Bucket="no-such-bucket"),
    failure_of("ecr", "describe_images", repositoryName="none"),
    failure_of("sts", "get_federation_token", Name="name"),
    failure_of("logs", "get_log_events", logGroupName="none", logStreamName="none"),
    failure_of("dynamodb", "list_tables"),
]
print(json.dumps(failures))
