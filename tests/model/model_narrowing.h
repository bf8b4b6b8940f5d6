// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// What an event or an account states in numbers, and how accounts narrow it (DESIGN section 3,
// "Accounts narrow").
#ifndef MUSTER_TESTS_MODEL_MODEL_NARROWING_H_
#define MUSTER_TESTS_MODEL_MODEL_NARROWING_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "muster/v1/event.pb.h"

namespace muster::model {

struct Statement {
  std::optional<v1::Strength> strength;
  std::optional<v1::Date> on;
  std::map<std::string, v1::Strength> parts;  // of_which
};

// The strength, date and parts of an event of any kind; those that its kind has not are absent.
Statement StatementOf(const v1::Event& event);
void WriteStatement(const Statement& statement, v1::Event* event);

// `base` narrowed, in this order, by each account that intersects it.
Statement Narrowed(const Statement& base, const std::vector<v1::Account>& accounts);

// Whether the words of a date name a best day of their own: those of a day, approximate or not.
bool HasOwnBest(const v1::Date& date);

}  // namespace muster::model

#endif  // MUSTER_TESTS_MODEL_MODEL_NARROWING_H_
