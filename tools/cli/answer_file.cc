// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/cli/answer_file.h"

#include "ledger/durable_file.h"

namespace muster {
namespace {

thread_local std::vector<AnswerFile>* collected = nullptr;

}  // namespace

Status WriteAnswerFile(const std::string& name, std::string_view bytes) {
  if (collected == nullptr) return ReplaceFile(name, bytes, kReadableByAll);
  collected->push_back({name, std::string(bytes)});
  return OkStatus();
}

FilesInto::FilesInto(std::vector<AnswerFile>& files) {
  MUSTER_CHECK(collected == nullptr);
  collected = &files;
}

FilesInto::~FilesInto() { collected = nullptr; }

bool FilesInto::IsOfThread() { return collected != nullptr; }

}  // namespace muster
