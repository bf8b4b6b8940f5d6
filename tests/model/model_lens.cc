// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/model_lens.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <string>

namespace muster::model {
namespace {

// A position that counts for nothing from some later one on: a retracted correction of a report.
bool IsRetracted(const Log& log, std::uint64_t known_at, std::uint64_t root) {
  bool retracted = false;
  for (std::uint64_t p = root + 1; log.Holds(p, known_at); ++p) {
    const v1::Event& event = log.records[p].event();
    if (event.has_retraction() && event.retraction().of().position() == root) retracted = true;
    if (event.has_amendment() && event.amendment().has_of() &&
        event.amendment().of().position() == root) {
      retracted = false;
    }
  }
  return retracted;
}

// The event's own grade, as corrected like its other fields; empty if it has none.
std::string OwnGrade(const Lens& lens, const Log& log, std::uint64_t known_at, std::uint64_t root) {
  std::string grade = log.records[root].event().grade();
  for (std::uint64_t p = root + 1; log.Holds(p, known_at); ++p) {
    const v1::Event& event = log.records[p].event();
    if (!event.has_amendment() || !event.amendment().has_of() ||
        event.amendment().of().position() != root) {
      continue;
    }
    const v1::Amendment& amendment = event.amendment();
    if (amendment.why() != v1::MISREAD && !Admits(lens, log, known_at, p)) continue;
    if (amendment.has_event()) grade = amendment.event().grade();
    const auto& fields = amendment.change().fields();
    if (std::find(fields.begin(), fields.end(), "grade") != fields.end()) {
      grade = amendment.change().values().grade();
    }
  }
  return grade;
}

// The letter or the digit of a grade in words, 0 if it has none.
char Letter(const std::string& grade) {
  for (char c : grade) {
    if (std::isalpha(static_cast<unsigned char>(c))) {
      return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return 0;
}
char Digit(const std::string& grade) {
  for (char c : grade) {
    if (std::isdigit(static_cast<unsigned char>(c))) return c;
  }
  return 0;
}

// "by grade, an event's own before its report's", each part for itself: an event graded 3 in a
// report graded B2 is B3. "a report without the grade asked for is outside the lens".
bool GradeSuffices(Grade asked, const std::string& own, const std::string& report) {
  const char letter = Letter(own) != 0 ? Letter(own) : Letter(report);
  const char digit = Digit(own) != 0 ? Digit(own) : Digit(report);
  if (asked.reliability != 0 && (letter == 0 || letter > asked.reliability)) return false;
  if (asked.credibility != 0 && (digit == 0 || digit > asked.credibility)) return false;
  return true;
}

std::int32_t PublishedDay(const v1::Report& report, Time recorded_at) {
  if (report.has_published()) return report.published().best();
  if (report.has_received()) return report.received().best();
  return static_cast<std::int32_t>(
      std::chrono::floor<std::chrono::days>(recorded_at).time_since_epoch().count());
}

}  // namespace

v1::Report CorrectedReport(const Log& log, std::uint64_t known_at, const std::string& id) {
  v1::Report report = log.reports.at(id).report;
  for (std::uint64_t p = 0; log.Holds(p, known_at); ++p) {
    const v1::Event& event = log.records[p].event();
    if (!event.has_amendment() || !event.amendment().has_report_change()) continue;
    const v1::ReportChange& change = event.amendment().report_change();
    if (change.report() != id || IsRetracted(log, known_at, p)) continue;
    for (const std::string& field : change.fields()) {
      if (field == "source") report.set_source(change.source());
      if (field == "grade") report.set_grade(change.grade());
      if (field == "published") {
        report.clear_published();
        if (change.has_published()) *report.mutable_published() = change.published();
      }
    }
  }
  return report;
}

bool Admits(const Lens& lens, const Log& log, std::uint64_t known_at, std::uint64_t position) {
  const v1::Record& record = log.records[position];
  if (record.report().empty()) return true;
  const v1::Report report = CorrectedReport(log, known_at, record.report());
  if (!lens.sources.empty() &&
      std::none_of(lens.sources.begin(), lens.sources.end(), [&](const std::string& name) {
        return name == report.source() || (!report.agency().empty() && name == report.agency());
      })) {
    return false;
  }
  if (lens.least_grade &&
      !GradeSuffices(*lens.least_grade, OwnGrade(lens, log, known_at, position), report.grade())) {
    return false;
  }
  if (lens.published_by && PublishedDay(report, log.reports.at(record.report()).recorded_at) >
                               lens.published_by->value) {
    return false;
  }
  return true;
}

std::set<std::string> SourcesAt(const Log& log, std::uint64_t known_at) {
  std::set<std::string> sources;
  for (std::uint64_t p = 0; log.Holds(p, known_at); ++p) {
    if (log.records[p].report().empty()) continue;
    const v1::Report report = CorrectedReport(log, known_at, log.records[p].report());
    sources.insert(report.source());
    if (!report.agency().empty()) sources.insert(report.agency());
  }
  return sources;
}

}  // namespace muster::model
