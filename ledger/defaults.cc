// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/defaults.h"

#include <optional>
#include <utility>

#include "ledger/date.h"
#include "ledger/event_fields.h"
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
    const Reason reason = latest             ? ReasonOf(*latest)
                          : from.has_place() ? Reason{.because = Because::kNothingAtPlace}
                                             : Reason{.because = Because::kNothingBefore};
    if (!from.has_place()) {
      from.set_place(std::string(latest ? latest->place : kUnspecified));
      Tell("from", "from.place", from.place(), reason);
    }
    if (!from.has_duty()) {
      from.set_duty(std::string(latest ? latest->duty : kUnspecified));
      Tell("from", "from.duty", from.duty(), reason);
    }
    return OkStatus();
  }

  // Completes `to`: the place is that of `from`, the duty is not known.
  void FillTo(const v1::PlaceDuty& from, v1::PlaceDuty& to) {
    if (!to.has_place()) {
      to.set_place(from.place());
      Tell("to", "to.place", to.place(), {.because = Because::kAssignedFrom});
    }
    if (!to.has_duty()) {
      to.set_duty(std::string(kUnspecified));
      Tell("to", "to.duty", to.duty(), {});
    }
  }

  void FillPlace(std::string& place) {
    if (!place.empty()) return;
    place = kUnspecified;
    Tell("place", "place", place, {});
  }

  // A departure of all leaves `from` open; that is told, and nothing is written.
  void TellAny(const v1::PlaceDuty& from) {
    const Reason reason = {.because = Because::kAllLeave};
    if (!from.has_place()) TellOnly("from", "from.place", "any", reason);
    if (!from.has_duty()) TellOnly("from", "from.duty", "any", reason);
  }

 private:
  using Because = Assumption::Because;

  struct Reason {
    Because because = Because::kNotSaid;
    Position source = {};
    int source_kind = 0;
  };

  static Reason ReasonOf(const Destination& latest) {
    return {latest.back ? Because::kWentBack : Because::kWentThere, latest.root, latest.kind};
  }

  // `part`: a literal.
  void Tell(std::string_view field, std::string_view part, const std::string& value,
            const Reason& reason) {
    if (fields_ != nullptr && (fields_->empty() || fields_->back() != field)) {
      fields_->emplace_back(field);
    }
    TellOnly(field, part, value, reason);
  }

  void TellOnly(std::string_view field, std::string_view part, const std::string& value,
                const Reason& reason) {
    assumptions_.push_back(
        {site_.At(field), part, value, reason.because, reason.source, reason.source_kind});
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
