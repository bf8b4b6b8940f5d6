// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Report template: a commented report file for a document, to be filled in by hand. What it
// guesses, it guesses in comments: nothing counts before a person has read it.
//
// Thread-safety: pure functions.
#ifndef MUSTER_TOOLS_OUTPUT_REPORT_TEMPLATE_H_
#define MUSTER_TOOLS_OUTPUT_REPORT_TEMPLATE_H_

#include <string>
#include <string_view>
#include <vector>

#include "ledger/date.h"

namespace muster {

// What a ledger knows already, to be named in the file.
struct KnownMission {
  std::string id;
  std::string name;
};
struct KnownContingent {
  std::string id;
  std::string mission;      // may be empty
  std::string contributor;  // may be empty
  std::vector<std::string> aliases;
};
struct KnownNames {
  std::vector<KnownMission> missions;
  std::vector<KnownContingent> contingents;
  std::vector<std::string> places;
};

// The file for a document. `path` is its name as it goes into the file; `text` what stands in it,
// which need not be text at all: of anything but UTF-8 there are no guesses. `today` is the latest
// day on which what the document says can have happened.
std::string ReportTemplate(std::string_view path, std::string_view text, const KnownNames& known,
                           Day today);

}  // namespace muster

#endif  // MUSTER_TOOLS_OUTPUT_REPORT_TEMPLATE_H_
