"""A real S3 server of our own, SeaweedFS, with real signatures, expiry and ranges."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tests.support.program import eventually, free_port

KEY, SECRET = "labeler-tests", "only-for-the-tests"
GRANTED = {
    "identities": [
        {
            "name": "labeler",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
    ]
}
# Every port is given: the defaults may be somebody else's. Zero switches off what nobody asks.
PORTS = ("master.port", "volume.port", "filer.port", "s3.port")
TRIES = 3  # a free port may be somebody else's a moment later
ENDED = "ended"
NO_PORTS = ("s3.port.iceberg", "s3.port.lance")


def program():
    """Where SeaweedFS is installed: beside this Python, or on the path. None when it is not."""
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.exists() else shutil.which("weed")


class BucketServer:
    """Serves buckets from a folder until it is stopped."""

    def __init__(self, folder):
        self.folder = folder
        self.ports = {}
        self.environment = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
        self.process = None

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.ports['s3.port']}"

    def start(self):
        (self.folder / "data").mkdir(parents=True)
        (self.folder / "granted.json").write_text(json.dumps(GRANTED))
        for _ in range(TRIES):
            self._begin()
            if eventually(lambda: self._answers() or self._ended()) != ENDED:
                return self
        raise AssertionError((self.folder / "log").read_text())

    def _begin(self):
        self.ports = {name: free_port() for name in [*PORTS, *(f"{name}.grpc" for name in PORTS)]}
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen(self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _ended(self):
        return ENDED if self.process.poll() is not None else None

    def client(self):
        """As an administrator of the bucket has it."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
            config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=20),
        )

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()

    def _command(self):
        return [
            program(),
            "server",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            f"-dir={self.folder / 'data'}",
            "-master.telemetry=false",
            "-master.volumeSizeLimitMB=64",
            "-volume.max=10000",
            "-filer",
            f"-filer.localSocket={self.folder / 'filer.sock'}",
            "-s3",
            "-s3.autoCreateBucket=false",
            f"-s3.localSocket={self.folder / 's3.sock'}",
            f"-s3.config={self.folder / 'granted.json'}",
            *(f"-{name}={port}" for name, port in self.ports.items()),
            *(f"-{name}=0" for name in NO_PORTS),
        ]

    def _answers(self):
        try:
            self.client().create_bucket(Bucket="is-it-up")
        except (BotoCoreError, ClientError):
            return False
        return True


class BucketOwner:
    """A new bucket, looked at past the program."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.client = server.client()
        self.client.create_bucket(Bucket=name)
        self.options = {"bucket_name": name, "endpoint_url": server.endpoint, "region_name": None}

    def names(self):
        return sorted(each["Key"] for each in self.client.list_objects_v2(Bucket=self.name).get("Contents", ()))

    def get(self, name):
        return self.client.get_object(Bucket=self.name, Key=name)["Body"].read()

    def put(self, name, content):
        self.client.put_object(Bucket=self.name, Key=name, Body=content)

    def delete(self, name):
        self.client.delete_object(Bucket=self.name, Key=name)

    def unfinished(self):
        uploads = self.client.list_multipart_uploads(Bucket=self.name).get("Uploads", ())
        return sorted(each["Key"] for each in uploads)


def counted_deletions():
    """How many files each call names that deletes many, of those that the store makes from now on."""
    from django.core.files.storage import default_storage

    calls = []
    client = default_storage.connection.meta.client
    client.meta.events.register(
        "before-parameter-build.s3.DeleteObjects",
        lambda params, **_: calls.append(len(params["Delete"]["Objects"])),
    )
    return calls
