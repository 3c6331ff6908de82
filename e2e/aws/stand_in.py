"""Stands in for AWS in tests: moto's key service and secret store on a free port of this machine.

Prints the port, then obeys one JSON document per line of standard input and answers each with one line:
{"key": "alias/NAME"} makes a key and prints its ARN; {"secret": "NAME", "value": "TEXT"} makes or replaces a secret.
Ends when its standard input does, so it never outlives whoever started it.
"""

import json
import logging
import sys

import boto3
from moto.server import ThreadedMotoServer

ACCOUNT = {"region_name": "eu-west-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}


def make_key(kms, alias: str) -> str:
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName=alias, TargetKeyId=key["KeyId"])
    return key["Arn"]


def put_secret(secrets, name: str, value: str) -> str:
    try:
        return secrets.create_secret(Name=name, SecretString=value)["ARN"]
    except secrets.exceptions.ResourceExistsException:
        return secrets.put_secret_value(SecretId=name, SecretString=value)["ARN"]


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    kms, secrets = (boto3.client(name, endpoint_url=f"http://127.0.0.1:{port}", **ACCOUNT) for name in ("kms", "secretsmanager"))
    print(port, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        answer = make_key(kms, order["key"]) if "key" in order else put_secret(secrets, order["secret"], order["value"])
        print(answer, flush=True)


if __name__ == "__main__":
    main()
