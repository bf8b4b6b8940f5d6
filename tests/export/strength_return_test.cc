// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Goal: a strength return adds up, as read and as written; and its page is well-formed, whatever
// the names in it are.
#include "tools/export/strength_return.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "projections/views.h"
#include "tests/export/program_output.h"
#include "tests/property/property.h"
#include "tests/property/random_event.h"
#include "tests/property/random_ledger.h"
#include "tests/property/random_query.h"

namespace muster {
namespace {

void CheckAddsUp(const ReturnRow& row, const std::string& shown) {
  std::int64_t sum = row.opening.best.value();
  for (const Flow& flow : row.flows) {
    sum += flow.people.best.value();
    // A departure of all from where more left than came adds people.
    if (flow.kind == Flow::Kind::kUnexplained || flow.kind == Flow::Kind::kDepartures) continue;
    const bool has_its_sign = IsGain(flow.kind) ? *flow.people.best >= 0 : *flow.people.best <= 0;
    RC_ASSERT(has_its_sign);
  }
  if (sum != row.assigned.best.value()) RC_FAIL(shown + row.contingent + " does not add up");
  if (row.absent.best) {
    RC_ASSERT(row.on_hand.best.value() == *row.assigned.best - *row.absent.best);
    RC_ASSERT(!row.on_hand.least || *row.on_hand.least <= *row.on_hand.best);
    RC_ASSERT(!row.on_hand.most || *row.on_hand.most >= *row.on_hand.best);
  }
}

// By mission and contingent: what the gains and losses of the file make of the opening.
using Written = std::map<std::vector<std::string>, std::map<std::string, std::int64_t>>;

Written ReadWritten(const std::string& csv) {
  Written written;
  for (const auto& cells : ReadCsv(csv)) {
    if (cells.at(0) == "from" || cells.at(13).empty()) continue;
    const std::vector<std::string> keys(cells.begin() + 3, cells.begin() + 7);
    const std::string& figure = cells.at(7);
    const bool changes = figure == "gain" || figure == "loss" || figure == "unexplained";
    written[keys][changes || figure == "opening" ? "sum" : figure] += std::stoll(cells.at(13));
  }
  return written;
}

// The tags that are open at the end, or what is wrong.
std::string CheckTags(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    if (end == html.npos) return "a tag does not end";
    std::string name = html.substr(at + 1, html.find_first_of(" >", at) - at - 1);
    if (name == "!DOCTYPE" || name == "meta") continue;
    if (name[0] != '/') {
      open.push_back(name);
    } else if (open.empty() || open.back() != name.substr(1)) {
      return "</" + name.substr(1) + "> closes nothing";
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back() + " is open";
}

TEST(StrengthReturnProperty, AddsUp) {
  int flows = 0;
  int absent = 0;
  CheckProperty(500, [&] {
    const RandomLedger random = MakeLedger(*ChoicesList(40));
    const model::Log log = ReadModelLog(random.ledger());
    const auto views = Views::Open(random.ledger()).value();
    for (const Choices& choices : *ChoicesList(3)) {
      Chooser choose(choices);
      ViewQuery query = RandomQuery(choose, random.ledger().Head().size);
      DropUnknownValues(log, &query);
      const Day from = RandomQueryDay(choose);
      const Day to = from + choose.Below(20);
      const StrengthReturn read = ReadStrengthReturn(*views, from, to, query).value();
      const std::string shown = random.Show() + Show(query) + "\n";
      const Written written = ReadWritten(StrengthReturnCsv(read));
      RC_ASSERT(CheckTags(StrengthReturnHtml(read, {"o", "k", {}})).empty());
      ViewQuery asked = query;
      asked.by = {"mission", "contributor", "component", "contingent"};
      asked.all_groups = true;
      const Headcount headcount = views->HeadcountOn(to, asked).value();
      std::map<std::vector<std::string>, std::int64_t> bests;
      for (const Group& group : headcount.rows) {
        if (group.strength.best.value_or(0) != 0) bests[group.keys] = *group.strength.best;
      }
      for (const ReturnOfMission& mission : read.missions) {
        CheckAddsUp(mission.whole, shown);
        std::int64_t opening = 0;
        std::int64_t assigned = 0;
        for (const ReturnRow& row : mission.contingents) {
          CheckAddsUp(row, shown);
          flows += int(row.flows.size());
          if (row.absent.best.value_or(0) != 0) ++absent;
          opening += *row.opening.best;
          assigned += *row.assigned.best;
          const auto best =
              bests.find({row.mission, row.contributor, row.component, row.contingent});
          if (best == bests.end()) continue;
          RC_ASSERT(best->second == *row.assigned.best);
          bests.erase(best);
        }
        RC_ASSERT(opening == *mission.whole.opening.best);
        RC_ASSERT(assigned == *mission.whole.assigned.best);
      }
      if (!bests.empty()) RC_FAIL(shown + "a contingent is missing");
      for (const auto& [keys, figures] : written) {
        RC_ASSERT(figures.at("sum") == figures.at("assigned"));
      }
    }
  });
  EXPECT_GT(flows, 300);
  EXPECT_GT(absent, 10);
}

TEST(StrengthReturn, EscapesEveryText) {
  const std::string evil = "<script>alert(\"x\")</script>&'";
  StrengthReturn strength_return{Day{20000}, Day{20030}, LogSize{1}, {}};
  ReturnRow row;
  row.mission = row.contributor = row.component = row.contingent = evil;
  row.opening = row.absent = row.in_transit = {0, 0, 0};
  row.assigned = row.on_hand = {150, 200, 249};
  row.flows.push_back({Flow::Kind::kLosses, evil, evil, evil, {-2, -1, std::nullopt}, {}});
  strength_return.missions.push_back({row, {row}});
  const std::string html = StrengthReturnHtml(strength_return, {evil, evil, {evil}});
  EXPECT_EQ(html.find("<script>"), html.npos);
  EXPECT_EQ(CheckTags(html), "");
  EXPECT_NE(html.find("200<span>150 to 249</span>"), html.npos);
  // Nothing is fetched.
  EXPECT_EQ(html.find("src="), html.npos);
  EXPECT_EQ(html.find("href="), html.npos);
}

}  // namespace
}  // namespace muster
