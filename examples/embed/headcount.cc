// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Asks a ledger how many there were, by contributor, on a day: muster as a library.
//
//   headcount muster.ledger 2025-01-18
#include <fmt/format.h>

#include <cstdio>

#include "ledger/ledger.h"
#include "projections/views.h"

namespace {

// [begin readme]
muster::Status PrintHeadcount(const std::filesystem::path& directory, std::string_view day) {
  MUSTER_ASSIGN_OR_RETURN(const muster::Day on, muster::ParseDay(day));
  MUSTER_ASSIGN_OR_RETURN(const auto ledger, muster::Ledger::Open(directory));
  MUSTER_ASSIGN_OR_RETURN(const auto views, muster::Views::Open(*ledger));

  muster::ViewQuery query;
  query.known_at = views->size();
  query.by = {"contributor"};
  MUSTER_ASSIGN_OR_RETURN(const muster::Headcount headcount, views->HeadcountOn(on, query));
  for (const muster::Group& row : headcount.rows) {
    fmt::print("{} {}\n", row.keys.front(), row.strength.best.value_or(0));
  }
  return muster::OkStatus();
}
// [end readme]

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: headcount LEDGER DAY\n");
    return 2;
  }
  const muster::Status status = PrintHeadcount(argv[1], argv[2]);
  if (status.ok()) return 0;
  fmt::print(stderr, "headcount: {}\n", muster::Message(status));
  return 2;
}
