# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The schema as Python has it, made by protoc from proto/, and channels to a server that speaks it."""
import atexit
import glob
import os
import shutil
import subprocess
import sys
import tempfile

import grpc

SOURCE = os.environ["SOURCE"]
_generated = tempfile.mkdtemp()
atexit.register(shutil.rmtree, _generated)
_protos = sorted(glob.glob(os.path.join(SOURCE, "proto/muster/v1/*.proto")))
subprocess.run(["protoc", f"--proto_path={SOURCE}/proto", f"--python_out={_generated}", *_protos], check=True)
subprocess.run(["protoc", f"--proto_path={SOURCE}/proto", f"--grpc_python_out={_generated}",
                f"--plugin=protoc-gen-grpc_python={shutil.which('grpc_python_plugin')}",
                os.path.join(SOURCE, "proto/muster/v1/service.proto")], check=True)
sys.path.insert(0, _generated)

from muster.v1 import record_pb2, service_pb2, service_pb2_grpc  # noqa: E402

__all__ = ["Remote", "gathered", "question_of", "record_pb2", "refused", "said_before_refusal", "service_pb2", "service_pb2_grpc"]


class Remote:
    """The stubs of a server at a port of this computer, until the end of the block."""

    def __init__(self, port, credentials=None, **options):
        target = f"127.0.0.1:{port}"
        # Each has a connection of its own.
        settings = [("grpc.use_local_subchannel_pool", 1), *options.items()]
        self.channel = (grpc.insecure_channel(target, settings) if credentials is None
                        else grpc.secure_channel(target, credentials, settings))
        self.log = service_pb2_grpc.LogStub(self.channel)
        self.views = service_pb2_grpc.ViewsStub(self.channel)
        self.audit = service_pb2_grpc.AuditStub(self.channel)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()

    def ask(self, command, options=(), operands=(), **more):
        """The text of an answer, its notes, and its end."""
        return gathered(self.views.Ask(question_of(command, options, operands, **more)))


def question_of(command, options=(), operands=(), **more):
    question = service_pb2.Question(command=command, operands=operands, **more)
    for name, value in options:
        question.options.add(name=name, value=value)
    return question


def gathered(answer):
    text, notes, files, end = b"", [], {}, None
    for piece in answer:
        assert end is None, "a piece behind the end"
        kind = piece.WhichOneof("part")
        if kind == "text":
            text += piece.text
        elif kind == "note":
            notes.append(piece.note)
        elif kind == "file":
            files[piece.file.name] = piece.file.bytes
        else:
            end = piece.end
    assert end is not None, "no end"
    return text, notes, files, end


def said_before_refusal(answer):
    """The notes of an answer that must fail, the code and the sentence."""
    notes = []
    try:
        for piece in answer:
            notes.append(piece.note)
    except grpc.RpcError as error:
        return notes, error.code().name, error.details()
    raise AssertionError("it was answered")


def refused(call):
    """The code and the sentence of a call that must fail."""
    try:
        result = call()
        if hasattr(result, "__iter__"):
            list(result)
    except grpc.RpcError as error:
        return error.code().name, error.details()
    raise AssertionError("it was answered")
