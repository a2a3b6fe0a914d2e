"""Asynchronous inference with boto3. Takes the program; prints what it has seen."""

import io
import json
import queue
import sys
import tarfile
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
from botocore.exceptions import ClientError
from push_image import push_image

image = push_image("async", sys.argv[1])
s3 = boto3.client("s3")
sm = boto3.client("sagemaker")
runtime = boto3.client("sagemaker-runtime")
soon = {"Delay": 1, "MaxAttempts": 60}

posted = queue.Queue()


class Subscriber(BaseHTTPRequestHandler):
    def do_POST(self):
        posted.put(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *words):
        pass


server = HTTPServer(("127.0.0.1", 0), Subscriber)
threading.Thread(target=server.serve_forever, daemon=True).start()
sns = boto3.client("sns")
topic = sns.create_topic(Name="failures")["TopicArn"]
sns.subscribe(
    TopicArn=topic, Protocol="http", Endpoint=f"http://127.0.0.1:{server.server_port}/failures"
)
urllib.request.urlopen(posted.get(timeout=30)["SubscribeURL"]).read()
subscribed = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]

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
            "NotificationConfig": {"ErrorTopic": topic},
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

notice = json.loads(posted.get(timeout=30)["Message"])
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
            "subscribed": [each["SubscriptionArn"].startswith(topic) for each in subscribed],
            "notice": [notice["invocationStatus"], notice["inferenceId"] == ill["InferenceId"]],
            "config": config["ClientConfig"]["MaxConcurrentInvocationsPerInstance"],
        }
    )
)
