// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "ledger/grade.h"

#include "ledger/excerpt.h"

namespace muster {
namespace {

// Lower case folded; anything else is itself.
char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

StatusOr<Grade> ParseGrade(std::string_view text) {
  Grade grade;
  std::string_view rest = text;
  if (!rest.empty() && Upper(rest[0]) >= 'A' && Upper(rest[0]) <= 'F') {
    grade.reliability = Upper(rest[0]);
    rest.remove_prefix(1);
  }
  if (!rest.empty() && rest[0] >= '1' && rest[0] <= '6') {
    grade.credibility = rest[0];
    rest.remove_prefix(1);
  }
  if (text.empty() || !rest.empty()) {
    return InvalidArgument(
        "'{}' is not a grade; write the reliability of the source (A to F), the credibility of the "
        "information (1 to 6) or both, as in B2",
        Excerpt(text));
  }
  return grade;
}

bool IsAtLeast(Grade grade, Grade least) {
  const auto good_enough = [](char part, char least_part) {
    return least_part == 0 || (part != 0 && part <= least_part);
  };
  return good_enough(grade.reliability, least.reliability) &&
         good_enough(grade.credibility, least.credibility);
}

}  // namespace muster
