"""The SageMaker Python SDK, generation 2: fit with its log, transform with its log, deploy, predict, clean up. Takes the program."""

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
from sagemaker.deserializers import StringDeserializer
from sagemaker.estimator import Estimator
from sagemaker.exceptions import UnexpectedStatusException
from sagemaker.inputs import TrainingInput
from sagemaker.serializers import CSVSerializer

image = push_image("python-sdk", sys.argv[1])
# The SDK asks AWS itself, whatever the environment says, for a role and a bucket that it is not given.
role = "arn:aws:iam::000000000000:role/any"
session = sagemaker.Session(default_bucket="python-sdk")

with open("a.csv", "w") as file:
    file.write("1,2")
data = session.upload_data("a.csv", key_prefix="in")


def estimator(**options):
    return Estimator(
        image,
        role,
        instance_count=1,
        instance_type="ml.m5.large",
        sagemaker_session=session,
        **options,
    )


good = estimator(hyperparameters={"depth": 3})
good.fit({"train": TrainingInput(data, content_type="text/csv")}, logs="All")

bad = estimator(container_entry_point=["no-such-program"])
try:
    bad.fit({"train": data}, logs="None")
    failure = "no error"
except UnexpectedStatusException as error:
    failure = error.actual_status

transformer = good.transformer(
    1, "ml.m5.large", strategy="SingleRecord", assemble_with="Line", accept="text/csv"
)
transformer.transform(data, content_type="text/csv", split_type="Line", join_source="Input")
output = session.read_s3_file("python-sdk", transformer.output_path.split("/", 3)[3] + "/a.csv.out")
transformer.delete_model()

predictor = good.deploy(
    1, "ml.m5.large", serializer=CSVSerializer(), deserializer=StringDeserializer()
)
prediction = predictor.predict([3, 4])
predictor.delete_model()
predictor.delete_endpoint()

client = session.sagemaker_client
print()
print(
    json.dumps(
        {
            "model": good.model_data,
            "failure": failure,
            "output": output,
            "prediction": prediction,
            "left": [
                len(client.list_models()["Models"]),
                len(client.list_endpoint_configs()["EndpointConfigs"]),
            ],
        }
    )
)
