"""Forms of S3 that are boto3's own: keys of every spelling, files in parts, pages, signed addresses. Takes the keys."""

import hashlib
import io
import json
import sys
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig

s3 = boto3.client("s3")
s3.create_bucket(Bucket="forms")
parts = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)


def sha(data):
    return hashlib.sha256(data).hexdigest()


def text(key):
    return s3.get_object(Bucket="forms", Key=key)["Body"].read().decode()


def signed(operation, key, **request):
    url = s3.generate_presigned_url(operation, Params={"Bucket": "forms", "Key": key})
    return urllib.request.urlopen(urllib.request.Request(url, **request)).read().decode()


def in_every_way(key):
    where = {"Bucket": "forms", "Key": key}
    copy = "copy/" + key
    s3.put_object(**where, Body=key.encode(), Tagging="a=b")
    s3.copy_object(Bucket="forms", Key=copy, CopySource=where)
    signed("put_object", "signed/" + key, data=key.encode(), method="PUT")
    tags = s3.get_object_tagging(Bucket="forms", Key=copy)["TagSet"]
    return {
        "texts": [text(key), text(copy), text("signed/" + key), signed("get_object", key)],
        "tag": tags[0]["Value"],
    }


def in_parts(key):
    big = bytes(range(256)) * 80_000
    s3.upload_fileobj(io.BytesIO(big), "forms", key, Config=parts)
    s3.copy({"Bucket": "forms", "Key": key}, "forms", key + " copy", Config=parts)
    got = io.BytesIO()
    s3.download_fileobj("forms", key + " copy", got, Config=parts)
    etag = s3.head_object(Bucket="forms", Key=key + " copy")["ETag"]
    return {"same": sha(got.getvalue()) == sha(big), "etag": etag}


keys = {key: in_every_way(key) for key in json.loads(sys.argv[1])}
listed = [item["Key"] for item in s3.list_objects_v2(Bucket="forms")["Contents"]]
big = in_parts("a folder/ü+%.bin")

for index in range(25):
    s3.put_object(Bucket="forms", Key=f"many/{index:02}", Body=b"x")
pages = s3.get_paginator("list_objects_v2").paginate(
    Bucket="forms", Prefix="many/", PaginationConfig={"PageSize": 10}
)
sizes = [len(page["Contents"]) for page in pages]

bucket = boto3.resource("s3").Bucket("forms")
dated = bucket.creation_date is not None
bucket.objects.all().delete()
bucket.delete()
left = s3.list_buckets()["Buckets"]

print(
    json.dumps(
        {
            "keys": keys,
            "listed": listed,
            "big": big,
            "pages": sizes,
            "dated": dated,
            "gone": "forms" not in [one["Name"] for one in left],
        }
    )
)
