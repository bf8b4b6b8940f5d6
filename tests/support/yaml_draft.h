// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Drafts out of YAML, for tests of the ledger: the reader of report files lies above it.
#ifndef MUSTER_TESTS_SUPPORT_YAML_DRAFT_H_
#define MUSTER_TESTS_SUPPORT_YAML_DRAFT_H_

#include <string>
#include <string_view>

#include "ledger/draft.h"

namespace muster {

// The value that one YAML document holds. Throws what yaml-cpp throws: the tests' own text is
// wrong.
Node NodeFromYaml(std::string_view yaml);

// A draft of the file "test.yaml".
ReportDraft DraftFromYaml(std::string_view yaml);

}  // namespace muster

#endif  // MUSTER_TESTS_SUPPORT_YAML_DRAFT_H_
