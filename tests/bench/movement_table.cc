// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/movement_table.h"

#include <fstream>
#include <string>

#include "ledger/date.h"
#include "muster/v1/record.pb.h"

namespace muster {
namespace {

// One of the three files.
class Rows {
 public:
  Rows(const std::filesystem::path& path, std::string_view header) : file_(path) {
    file_ << header << '\n';
  }
  template <typename... Values>
  void Add(fmt::format_string<Values...> format, Values&&... values) {
    file_ << fmt::format(format, std::forward<Values>(values)...) << '\n';
  }
  Status Close() {
    file_.close();
    return file_.fail() ? Unavailable("a table could not be written") : OkStatus();
  }

 private:
  std::ofstream file_;
};

struct Place {
  std::string place;
  std::string duty;
};

Place PlaceOf(const v1::PlaceDuty& post) { return {post.place(), post.duty()}; }

class Tables {
 public:
  explicit Tables(const std::filesystem::path& directory)
      : contingents_(directory / "contingents.csv", "contingent,mission,contributor,component"),
        movements_(directory / "movements.csv",
                   "position,kind,on,strength,contingent,from_place,from_duty,to_place,to_duty"),
        corrections_(directory / "corrections.csv", "position,of,strength") {}

  void Add(Position position, const v1::Event& event) {
    const Place abroad;
    switch (event.fact_case()) {
      case v1::Event::kContingent: {
        const v1::Contingent& it = event.contingent();
        contingents_.Add("{},{},{},{}", it.id(), it.mission(), it.contributor(), it.component());
        break;
      }
      case v1::Event::kArrival:
        AddMovement(position, "arrival", event.arrival(), abroad,
                    {event.arrival().place(), "unspecified"});
        break;
      case v1::Event::kAssignment:
        AddMovement(position, "assignment", event.assignment(), PlaceOf(event.assignment().from()),
                    PlaceOf(event.assignment().to()));
        break;
      case v1::Event::kDeparture:
        AddMovement(position, "departure", event.departure(), PlaceOf(event.departure().from()),
                    abroad);
        break;
      case v1::Event::kLoss:
        AddMovement(position, "loss", event.loss(), PlaceOf(event.loss().from()), abroad);
        break;
      case v1::Event::kAmendment: {
        const v1::Amendment& it = event.amendment();
        corrections_.Add("{},{},{}", position.value, it.of().position(),
                         it.change().values().arrival().strength().best());
        break;
      }
      default:
        break;
    }
  }

  Status Close() {
    MUSTER_RETURN_IF_ERROR(contingents_.Close());
    MUSTER_RETURN_IF_ERROR(movements_.Close());
    return corrections_.Close();
  }

 private:
  template <typename Movement>
  void AddMovement(Position position, std::string_view kind, const Movement& movement,
                   const Place& from, const Place& to) {
    movements_.Add("{},{},{},{},{},{},{},{},{}", position.value, kind,
                   FormatDay(Day{movement.on().best()}), movement.strength().best(),
                   movement.who().contingent(), from.place, from.duty, to.place, to.duty);
  }

  Rows contingents_;
  Rows movements_;
  Rows corrections_;
};

}  // namespace

Status WriteMovementTables(const Ledger& ledger, const std::filesystem::path& directory) {
  Tables tables(directory);
  MUSTER_RETURN_IF_ERROR(ledger.Read(Position{0}, ledger.Head().size,
                                     [&tables](Position position, const v1::Record& record) {
                                       tables.Add(position, record.event());
                                       return OkStatus();
                                     }));
  return tables.Close();
}

}  // namespace muster
