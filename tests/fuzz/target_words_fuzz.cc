// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The small texts that name something: paths, targets, grades, digests. What is above a path
// includes it; a part of a target is a part of the text; what was read reads the same again.
#include <optional>
#include <string>

#include "ledger/base64.h"
#include "ledger/grade.h"
#include "ledger/path.h"
#include "ledger/sha256.h"
#include "ledger/target_text.h"
#include "tests/fuzz/fuzz_target.h"

namespace muster {
namespace {

bool IsPartOf(std::string_view part, std::string_view text) {
  return part.empty() ||
         (part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size());
}

void CheckPath(std::string_view path) {
  MUSTER_CHECK(PathIncludes(path, path));
  std::string_view below = path;
  while (const std::optional<std::string_view> above = PathParent(below)) {
    MUSTER_CHECK(above->size() < below.size());
    MUSTER_CHECK(above->empty() || PathIncludes(*above, path));
    MUSTER_CHECK(!PathIncludes(below, *above));
    below = *above;
  }
  const std::string_view first = PathPrefix(path, 1);
  MUSTER_CHECK(first == below);
  MUSTER_CHECK(PathPrefix(path, 1 << 20) == path);
  MUSTER_CHECK(path.ends_with(PathLast(path)));
}

void CheckTarget(std::string_view text) {
  const TargetText target = ReadTargetText(text);
  for (const std::string_view part : {target.kind, target.name, target.last}) {
    MUSTER_CHECK(IsPartOf(part, text));
  }
  if (target.form == TargetText::Form::kEventId) {
    const std::string written = fmt::format("{}/{}", target.name, target.last);
    const TargetText again = ReadTargetText(written);
    MUSTER_CHECK(again.form == target.form && again.name == target.name);
  }
}

}  // namespace

void FuzzTargetWords(std::string_view bytes) {
  CheckPath(bytes);
  CheckTarget(bytes);
  if (const StatusOr<Grade> grade = ParseGrade(bytes); grade.ok()) {
    MUSTER_CHECK(IsAtLeast(*grade, *grade));
  } else {
    CheckRefused(grade.status(), StatusCode::kInvalidArgument);
  }
  if (const std::optional<std::string> decoded = FromBase64(bytes)) {
    MUSTER_CHECK(ToBase64(*decoded) == bytes);
  }
  if (const std::optional<Hash> hash = HashFromHex(bytes)) {
    MUSTER_CHECK(HashFromHex(ToHex(*hash)) == hash);
  }
}

}  // namespace muster
