// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_flows.h"

#include <cctype>

#include "muster/v1/event.pb.h"
#include "tests/model/model_chain.h"

namespace muster::model {
namespace {

// " malicious-act"; nothing of what is not said.
std::string Word(const std::string& name) {
  if (name.ends_with("_UNSPECIFIED")) return "";
  std::string word = " ";
  for (const char letter : name) {
    word += letter == '_' ? '-' : char(std::tolower(static_cast<unsigned char>(letter)));
  }
  return word;
}

std::string NameOf(const v1::Event& event, bool in) {
  if (event.has_arrival()) {
    return "arrivals" + Word(v1::Arrival::Reason_Name(event.arrival().reason()));
  }
  if (event.has_departure()) {
    return "departures" + Word(v1::Departure::Reason_Name(event.departure().reason()));
  }
  if (event.has_loss()) {
    return "losses" + Word(v1::Loss::Kind_Name(event.loss().kind())) +
           Word(v1::Loss::Cause_Name(event.loss().cause()));
  }
  if (event.has_transfer()) return in ? "transfers-in" : "transfers-out";
  if (event.has_assignment()) return in ? "assignments-in" : "assignments-out";
  return "unexplained";
}

}  // namespace

FlowSums FlowsOver(const World& world, const Log& log, const ViewQuery& query, Day from, Day to,
                   const Keys& keys) {
  const auto effective = EffectiveSet(log, query.known_at.value, query.lens);
  const auto is_in = [&](const End& end) {
    return end && world.IsAsked(*end) && (keys.empty() || world.KeysOf(*end) == keys);
  };
  const auto in_period = [&](double day) { return from.value <= day && day <= to.value; };
  FlowSums flows;
  for (const Movement& movement : world.movements()) {
    if (!in_period(movement.best) || is_in(movement.from) == is_in(movement.to)) continue;
    // Who goes and comes back in the period nets out, movement by movement.
    double legs = 0;
    for (const Movement& leg : world.movements()) {
      if (leg.position == movement.position && in_period(leg.best)) ++legs;
    }
    if (legs == 2) continue;
    const bool in = is_in(movement.to);
    flows[NameOf(effective.at(movement.position), in)] +=
        in ? movement.people.best : -movement.people.best;
  }
  for (const WeighedSetting& weighed : world.settings()) {
    const Setting& setting = weighed.setting;
    if (!in_period(setting.day) || !is_in(setting.unattributed)) continue;
    flows[NameOf(effective.at(setting.position), true)] += weighed.difference.best;
  }
  std::erase_if(flows, [](const auto& flow) { return flow.second == 0; });
  return flows;
}

}  // namespace muster::model
