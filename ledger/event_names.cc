// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/event_names.h"

#include "muster/v1/event.pb.h"

namespace muster {
namespace {

using Visit = absl::FunctionRef<void(NameKind, std::string&, const FieldPath&)>;

void VisitWho(v1::Who& who, Visit visit) {
  if (!who.contingent().empty()) {
    visit(NameKind::kContingent, *who.mutable_contingent(), {.first = "contingent"});
  }
  if (!who.mission().empty()) {
    visit(NameKind::kMission, *who.mutable_mission(), {.first = "mission"});
  }
}

void VisitPlace(v1::PlaceDuty& post, std::string_view field, Visit visit) {
  if (post.has_place()) {
    visit(NameKind::kPlace, *post.mutable_place(), {.first = field, .second = "place"});
  }
}

void VisitScope(v1::Scope& scope, int line, Visit visit) {
  const auto visit_all = [&](NameKind kind, auto& names, std::string_view dimension) {
    for (int i = 0; i < names.size(); ++i) {
      visit(kind, *names.Mutable(i),
            {.line = line, .first = "scope", .second = dimension, .index = i});
    }
  };
  visit_all(NameKind::kMission, *scope.mutable_mission(), "mission");
  visit_all(NameKind::kContingent, *scope.mutable_contingent(), "contingent");
  visit_all(NameKind::kPlace, *scope.mutable_place(), "place");
}

// A claim or a muster.
template <typename Statement>
void VisitStatement(Statement& statement, Visit visit) {
  if (statement.has_scope()) VisitScope(*statement.mutable_scope(), -1, visit);
  for (int i = 0; i < statement.lines_size(); ++i) {
    VisitScope(*statement.mutable_lines(i)->mutable_scope(), i, visit);
  }
}

void VisitTransfer(v1::Transfer& transfer, Visit visit) {
  visit(NameKind::kContingent, *transfer.mutable_contingent(), {.first = "contingent"});
  visit(NameKind::kContingent, *transfer.mutable_to_contingent(), {.first = "to_contingent"});
  if (transfer.has_from()) VisitPlace(*transfer.mutable_from(), "from", visit);
  if (transfer.has_to()) VisitPlace(*transfer.mutable_to(), "to", visit);
}

void VisitLoss(v1::Loss& loss, Visit visit) {
  VisitWho(*loss.mutable_who(), visit);
  if (loss.has_from()) VisitPlace(*loss.mutable_from(), "from", visit);
  if (!loss.at().empty()) visit(NameKind::kPlace, *loss.mutable_at(), {.first = "at"});
}

void VisitAssignment(v1::Assignment& assignment, Visit visit) {
  VisitWho(*assignment.mutable_who(), visit);
  if (assignment.has_from()) VisitPlace(*assignment.mutable_from(), "from", visit);
  if (assignment.has_to()) VisitPlace(*assignment.mutable_to(), "to", visit);
}

}  // namespace

const char* NameKindWord(NameKind kind) {
  switch (kind) {
    case NameKind::kMission:
      return "mission";
    case NameKind::kPlace:
      return "place";
    case NameKind::kContingent:
      break;
  }
  return "contingent";
}

void ForEachName(v1::Event& event, Visit visit) {
  switch (event.fact_case()) {
    case v1::Event::kMandate:
      if (!event.mandate().mission().empty()) {
        visit(NameKind::kMission, *event.mutable_mandate()->mutable_mission(),
              {.first = "mission"});
      }
      return;
    case v1::Event::kContingent:
      if (!event.contingent().mission().empty()) {
        visit(NameKind::kMission, *event.mutable_contingent()->mutable_mission(),
              {.first = "mission"});
      }
      return;
    case v1::Event::kArrival: {
      v1::Arrival& arrival = *event.mutable_arrival();
      VisitWho(*arrival.mutable_who(), visit);
      if (!arrival.place().empty()) {
        visit(NameKind::kPlace, *arrival.mutable_place(), {.first = "place"});
      }
      return;
    }
    case v1::Event::kAssignment:
      return VisitAssignment(*event.mutable_assignment(), visit);
    case v1::Event::kDeparture:
      VisitWho(*event.mutable_departure()->mutable_who(), visit);
      if (event.departure().has_from()) {
        VisitPlace(*event.mutable_departure()->mutable_from(), "from", visit);
      }
      return;
    case v1::Event::kLoss:
      return VisitLoss(*event.mutable_loss(), visit);
    case v1::Event::kTransfer:
      return VisitTransfer(*event.mutable_transfer(), visit);
    case v1::Event::kDispatch:
      return VisitWho(*event.mutable_dispatch()->mutable_who(), visit);
    case v1::Event::kPledge:
      if (event.pledge().has_scope()) {
        VisitScope(*event.mutable_pledge()->mutable_scope(), -1, visit);
      }
      return;
    case v1::Event::kClaim:
      return VisitStatement(*event.mutable_claim(), visit);
    case v1::Event::kMuster:
      return VisitStatement(*event.mutable_muster(), visit);
    default:
      return;
  }
}

}  // namespace muster
