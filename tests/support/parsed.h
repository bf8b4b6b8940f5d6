// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Values of the schema as a report file writes them, short for tables of cases.
#ifndef MUSTER_TESTS_SUPPORT_PARSED_H_
#define MUSTER_TESTS_SUPPORT_PARSED_H_

#include <string>

#include "ledger/date.h"
#include "ledger/strength.h"
#include "muster/v1/date.pb.h"
#include "muster/v1/strength.pb.h"

namespace muster {

// REQUIRES: `text` is a strength, a date.
inline v1::Strength S(const std::string& text) { return *ParseStrength(text); }
inline v1::Date D(const std::string& text) { return *ParseDate(text); }

}  // namespace muster

#endif  // MUSTER_TESTS_SUPPORT_PARSED_H_
