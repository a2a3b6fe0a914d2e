"""Pushes a program as an image over ECR's layer API. Run by itself, it takes both names and prints the address."""

import gzip
import hashlib
import io
import json
import sys
import tarfile

import boto3


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def push_image(name, program):
    ecr = boto3.client("ecr")
    uri = ecr.create_repository(repositoryName=name)["repository"]["repositoryUri"]
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        tar.add(program, arcname="opt/program/container.mjs")
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {"Entrypoint": ["node", "/opt/program/container.mjs"]},
        "rootfs": {"type": "layers", "diff_ids": [digest_of(archive.getvalue())]},
    }
    docker = "application/vnd.docker."
    manifest = {
        "schemaVersion": 2,
        "mediaType": docker + "distribution.manifest.v2+json",
        "config": {
            "mediaType": docker + "container.image.v1+json",
            **push_blob(ecr, name, json.dumps(config).encode()),
        },
        "layers": [
            {
                "mediaType": docker + "image.rootfs.diff.tar.gzip",
                **push_blob(ecr, name, gzip.compress(archive.getvalue())),
            }
        ],
    }
    ecr.put_image(repositoryName=name, imageManifest=json.dumps(manifest), imageTag="latest")
    return uri + ":latest"


def push_blob(ecr, name, data):
    upload = ecr.initiate_layer_upload(repositoryName=name)["uploadId"]
    ecr.upload_layer_part(
        repositoryName=name,
        uploadId=upload,
        partFirstByte=0,
        partLastByte=len(data) - 1,
        layerPartBlob=data,
    )
    digest = digest_of(data)
    ecr.complete_layer_upload(repositoryName=name, uploadId=upload, layerDigests=[digest])
    return {"size": len(data), "digest": digest}


if __name__ == "__main__":
    print(json.dumps(push_image(*sys.argv[1:])))
