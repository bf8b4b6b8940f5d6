// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Scalar rules: what ids, slugs, country codes, counts and names of enumerations look like.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_SCALAR_RULES_H_
#define MUSTER_LEDGER_SCALAR_RULES_H_

#include <string>
#include <string_view>

#include "ledger/status.h"

namespace muster {

// OK for an id or a path of ids: no white space at the ends of an
// element, no control or invisible characters, no empty element, no element "unspecified".
Status CheckId(std::string_view text);

// OK for a path of slugs: lower-case letters a to z, digits, and single hyphens between them.
Status CheckSlugs(std::string_view text);

// OK for a country code.
Status CheckCountry(std::string_view text);

// Whether `text` is how the report file writes the value `value_name` of an enumeration:
// "malicious-act" of "MALICIOUS_ACT".
bool IsNameOf(std::string_view text, std::string_view value_name);

// "malicious-act" of "MALICIOUS_ACT".
std::string EnumerationName(std::string_view value_name);

}  // namespace muster

#endif  // MUSTER_LEDGER_SCALAR_RULES_H_
