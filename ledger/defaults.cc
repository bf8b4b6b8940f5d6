// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/defaults.h"

#include <optional>
#include <utility>

#include "ledger/date.h"
#include "ledger/event_fields.h"
#include "ledger/event_kind_word.h"
#include "ledger/path.h"
#include "ledger/subject.h"
#include "muster/v1/event.pb.h"

namespace muster {
namespace {

// One event whose posts are being completed.
class Filling {
 public:
  Filling(SubjectIndex& subjects, const DraftSite& site, std::vector<Assumption>& assumptions,
          std::vector<std::string>* fields)
      : subjects_(subjects), site_(site), assumptions_(assumptions), fields_(fields) {}

  // Completes `from` with where the latest movement of `subject` up to `on` went.
  Status FillFrom(const std::string& subject, Day on, v1::PlaceDuty& from) {
    if (from.has_place() && from.has_duty()) return OkStatus();
    std::optional<Destination> latest;
    if (from.has_place()) {
      MUSTER_ASSIGN_OR_RETURN(latest, subjects_.LatestDestinationAt(subject, from.place(), on));
    } else {
      MUSTER_ASSIGN_OR_RETURN(latest, subjects_.LatestDestination(subject, on));
    }
    const std::string reason = latest ? Reason(*latest) : NothingKnown(from.has_place());
    if (!from.has_place()) {
      from.set_place(latest ? latest->place : std::string(kUnspecified));
      Tell("from", "place", from.place(), reason);
    }
    if (!from.has_duty()) {
      from.set_duty(latest ? latest->duty : std::string(kUnspecified));
      Tell("from", "duty", from.duty(), reason);
    }
    return OkStatus();
  }

  // Completes `to`: the place is that of `from`, the duty is not known.
  void FillTo(const v1::PlaceDuty& from, v1::PlaceDuty& to) {
    if (!to.has_place()) {
      to.set_place(from.place());
      Tell("to", "place", to.place(), "the place they are assigned from");
    }
    if (!to.has_duty()) {
      to.set_duty(std::string(kUnspecified));
      Tell("to", "duty", to.duty(), "nothing is said of it");
    }
  }

  void FillPlace(std::string& place) {
    if (!place.empty()) return;
    place = kUnspecified;
    Tell("place", "", place, "nothing is said of it");
  }

  // A departure of all leaves `from` open; that is told, and nothing is written.
  void TellAny(const v1::PlaceDuty& from) {
    const char* reason = "all of them leave";
    if (!from.has_place()) TellOnly("from", "place", "any", reason);
    if (!from.has_duty()) TellOnly("from", "duty", "any", reason);
  }

 private:
  static std::string Reason(const Destination& latest) {
    const std::string_view kind = KindWord(latest.kind);
    return latest.back ? fmt::format("back from the {} at {}", kind, latest.root.value)
                       : fmt::format("where the {} at {} went", kind, latest.root.value);
  }

  static std::string NothingKnown(bool at_place) {
    return at_place ? "nothing is recorded that went there before"
                    : "nothing is recorded of where they were before";
  }

  void Tell(std::string_view field, std::string_view part, const std::string& value,
            const std::string& reason) {
    if (fields_ != nullptr && (fields_->empty() || fields_->back() != field)) {
      fields_->emplace_back(field);
    }
    TellOnly(field, part, value, reason);
  }

  void TellOnly(std::string_view field, std::string_view part, const std::string& value,
                const std::string& reason) {
    std::string name(field);
    if (!part.empty()) name.append(".").append(part);
    assumptions_.push_back({site_.At(field), std::move(name), value, reason});
  }

  SubjectIndex& subjects_;
  const DraftSite& site_;
  std::vector<Assumption>& assumptions_;
  std::vector<std::string>* const fields_;
};

}  // namespace

Status FillDefaults(v1::Event& event, SubjectIndex& subjects, const DraftSite& site,
                    std::vector<Assumption>& assumptions, std::vector<std::string>* fields) {
  Filling filling(subjects, site, assumptions, fields);
  const v1::Date* date = OnOf(event);
  const Day on{date != nullptr ? date->best() : 0};
  switch (event.fact_case()) {
    case v1::Event::kArrival:
      filling.FillPlace(*event.mutable_arrival()->mutable_place());
      return OkStatus();
    case v1::Event::kAssignment: {
      v1::Assignment& assignment = *event.mutable_assignment();
      MUSTER_RETURN_IF_ERROR(
          filling.FillFrom(MovingSubject(event), on, *assignment.mutable_from()));
      filling.FillTo(assignment.from(), *assignment.mutable_to());
      return OkStatus();
    }
    case v1::Event::kDeparture:
      if (event.departure().all()) {
        filling.TellAny(event.departure().from());
        return OkStatus();
      }
      return filling.FillFrom(MovingSubject(event), on, *event.mutable_departure()->mutable_from());
    case v1::Event::kLoss:
      return filling.FillFrom(MovingSubject(event), on, *event.mutable_loss()->mutable_from());
    case v1::Event::kTransfer: {
      v1::Transfer& transfer = *event.mutable_transfer();
      MUSTER_RETURN_IF_ERROR(filling.FillFrom(MovingSubject(event), on, *transfer.mutable_from()));
      filling.FillTo(transfer.from(), *transfer.mutable_to());
      return OkStatus();
    }
    default:
      return OkStatus();
  }
}

}  // namespace muster
