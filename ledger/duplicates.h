// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Duplicates: one arrival, departure or loss that two reports speak of must not be counted twice.
#ifndef MUSTER_LEDGER_DUPLICATES_H_
#define MUSTER_LEDGER_DUPLICATES_H_

#include <string>
#include <string_view>

#include "ledger/draft_site.h"
#include "ledger/position.h"

namespace muster {

namespace v1 {
class Event;
}  // namespace v1

// Refuses `event` as a likely duplicate of `other`, which stands at `position` and reads so.
// `where` says where that is for the reader: "record 12" or "b.yaml:7:5"; `target` are the words
// that name it alone.
void RefuseDuplicate(const v1::Event& event, const v1::Event& other, std::string_view where,
                     std::string_view target, const DraftSite& site);

// "KEN-3", "KEN police in MSS-HTI": whom an event is about, for a reader.
std::string DescribeSubject(const v1::Event& event);

// `text` as a scalar in a flow map of YAML: quoted where it must be.
std::string FlowScalar(std::string_view text);

}  // namespace muster

#endif  // MUSTER_LEDGER_DUPLICATES_H_
