"""Forms of S3 that are boto3's own: big files in parts, addresses that are signed, pages. Prints what it has seen."""

import hashlib
import io
import json
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig

s3 = boto3.client("s3")
s3.create_bucket(Bucket="forms")


def sha(data):
    return hashlib.sha256(data).hexdigest()


big = bytes(range(256)) * 80_000
parts = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
s3.upload_fileobj(io.BytesIO(big), "forms", "a folder/ü+%.bin", Config=parts)
copy = io.BytesIO()
s3.download_fileobj("forms", "a folder/ü+%.bin", copy, Config=parts)

for index in range(25):
    s3.put_object(Bucket="forms", Key=f"many/{index:02}", Body=b"x")
pages = s3.get_paginator("list_objects_v2").paginate(
    Bucket="forms", Prefix="many/", PaginationConfig={"PageSize": 10}
)
sizes = [len(page["Contents"]) for page in pages]

where = {"Bucket": "forms", "Key": "signed key+.txt"}
put = s3.generate_presigned_url("put_object", Params=where)
urllib.request.urlopen(urllib.request.Request(put, data=b"by address", method="PUT"))
get = s3.generate_presigned_url("get_object", Params=where)
signed = urllib.request.urlopen(get).read().decode()

keys = [item["Key"] for item in s3.list_objects_v2(Bucket="forms")["Contents"]]
deleted = s3.delete_objects(
    Bucket="forms", Delete={"Objects": [{"Key": key} for key in keys]}
)["Deleted"]
s3.delete_bucket(Bucket="forms")

print(
    json.dumps(
        {
            "same": sha(copy.getvalue()) == sha(big),
            "pages": sizes,
            "signed": signed,
            "deleted": len(deleted),
            "buckets": len(s3.list_buckets()["Buckets"]),
        }
    )
)
