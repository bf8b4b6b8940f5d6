// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Post parser: whom an event is about, where they stand, and the scopes and parts of a strength.
//
// Thread-safety: pure functions.
#ifndef MUSTER_LEDGER_POST_PARSER_H_
#define MUSTER_LEDGER_POST_PARSER_H_

#include <string_view>

#include "ledger/field_reader.h"

namespace google::protobuf {
template <typename Element>
class RepeatedPtrField;
}  // namespace google::protobuf

namespace muster {

namespace v1 {
class Part;
class PlaceDuty;
class Scope;
class Who;
}  // namespace v1

// Reads `contingent`, or `mission` with `contributor` and `component`. In an amendment's change,
// each of them alone may be there.
void ReadWho(FieldReader& fields, v1::Who& who);

// Reads a map {place, duty}, either of which may be missing. Returns whether it is there and was
// taken.
bool ReadPlaceDuty(FieldReader& fields, std::string_view key, v1::PlaceDuty& place_duty);

// Reads the map of a scope; in one with `lists`, several values of a dimension may stand in a list.
// Returns whether it is there and was taken. Of one that was refused, `scope` has the dimensions
// that could be read. REQUIRES: `scope` is empty.
bool ReadScope(FieldReader& fields, std::string_view key, Need need, bool lists, v1::Scope& scope);

// Reads `of_which`: {name: strength}.
void ReadParts(FieldReader& fields, google::protobuf::RepeatedPtrField<v1::Part>& parts);

}  // namespace muster

#endif  // MUSTER_LEDGER_POST_PARSER_H_
