"""Application Auto Scaling with boto3. Takes the program; prints what it has seen."""

import json
import sys

import boto3
from botocore.exceptions import ClientError
from push_image import push_image

image = push_image("scaling", sys.argv[1])
sm = boto3.client("sagemaker")
scaling = boto3.client("application-autoscaling")
soon = {"Delay": 1, "MaxAttempts": 60}
resource = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/scaling/variant/AllTraffic",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}

boto3.client("s3").create_bucket(Bucket="scaling")
sm.create_model(ModelName="scaling", PrimaryContainer={"Image": image})
sm.create_endpoint_config(
    EndpointConfigName="scaling",
    ProductionVariants=[
        {
            "VariantName": "AllTraffic",
            "ModelName": "scaling",
            "InstanceType": "ml.m5.large",
            "InitialInstanceCount": 1,
        }
    ],
    AsyncInferenceConfig={"OutputConfig": {"S3OutputPath": "s3://scaling/out"}},
)
sm.create_endpoint(EndpointName="scaling", EndpointConfigName="scaling")
sm.get_waiter("endpoint_in_service").wait(EndpointName="scaling", WaiterConfig=soon)


def put_policy():
    return scaling.put_scaling_policy(
        **resource,
        PolicyName="backlog",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 5.0,
            "CustomizedMetricSpecification": {
                "MetricName": "ApproximateBacklogSizePerInstance",
                "Namespace": "AWS/SageMaker",
                "Dimensions": [{"Name": "EndpointName", "Value": "scaling"}],
                "Statistic": "Average",
            },
            "ScaleInCooldown": 600,
            "ScaleOutCooldown": 300,
        },
    )


try:
    put_policy()
    missing = None
except scaling.exceptions.ObjectNotFoundException as error:
    missing = error.response["Error"]["Message"]
scaling.register_scalable_target(**resource, MinCapacity=2, MaxCapacity=3)
policy = put_policy()
sm.get_waiter("endpoint_in_service").wait(EndpointName="scaling", WaiterConfig=soon)
variant = sm.describe_endpoint(EndpointName="scaling")["ProductionVariants"][0]
pages = scaling.get_paginator("describe_scaling_activities").paginate(ServiceNamespace="sagemaker")
activities = [one for page in pages for one in page["ScalingActivities"]]
targets = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
policies = scaling.describe_scaling_policies(**resource)["ScalingPolicies"]
scaling.delete_scaling_policy(**resource, PolicyName="backlog")
scaling.deregister_scalable_target(**resource)
try:
    scaling.register_scalable_target(
        **{**resource, "ResourceId": "endpoint/none/variant/none"}, MinCapacity=1, MaxCapacity=2
    )
    refused = None
except ClientError as error:
    refused = error.response["Error"]["Code"]

print(
    json.dumps(
        {
            "missing": missing,
            "instances": variant["CurrentInstanceCount"],
            "activity": [activities[0]["Description"], activities[0]["StatusCode"]],
            "dated": activities[0]["EndTime"] >= activities[0]["StartTime"],
            "bounds": [targets[0]["MinCapacity"], targets[0]["MaxCapacity"]],
            "policy": policies[0]["PolicyARN"] == policy["PolicyARN"],
            "alarms": len(policy["Alarms"]),
            "left": len(scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]),
            "refused": refused,
        }
    )
)
