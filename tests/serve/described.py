# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The server's own description of its answers (OpenAPI 3.1), and whether an answer is as it says."""
import json
import re

import jsonschema


class Description:
    def __init__(self, text):
        self.document = json.loads(text)
        self.validators = {}

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for name in node["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            node = target
        return node

    def path_of(self, path):
        path = path.split("?")[0]
        if path in self.document["paths"]:
            return path
        return next((each for each in self.document["paths"]
                     if "{" in each and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each), path)), None)

    def check(self, method, path, status, kind, body):
        """Fails unless the answer is one of those that the description has for the question."""
        described = self.path_of(path)
        if described is None or method not in ("GET", "HEAD", "POST"):
            return
        operation = self.document["paths"][described].get("get" if method == "HEAD" else method.lower())
        if operation is None:
            assert status == 405, (method, path, status)
            return
        assert str(status) in operation["responses"], f"{method} {path}: {status} is not described"
        answer = self.resolve(operation["responses"][str(status)])
        if status == 304 or method == "HEAD":
            return
        media = kind.split(";")[0]
        assert media in answer["content"], f"{method} {path}: {status} {media} is not described"
        content = answer["content"][media]
        if media in ("application/json", "application/problem+json"):
            self.validate(content["schema"], json.loads(body))
        elif media == "application/jsonl":
            for line in body.splitlines():
                self.validate(content["x-item-schema"], json.loads(line))

    def validate(self, schema, value):
        key = json.dumps(schema)
        if key not in self.validators:
            self.validators[key] = jsonschema.Draft202012Validator({**schema, "components": self.document["components"]})
        self.validators[key].validate(value)
