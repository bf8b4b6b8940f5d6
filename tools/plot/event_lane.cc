// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/event_lane.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tools/output/display_text.h"
#include "tools/plot/sheet.h"
#include "tools/plot/text_width.h"

namespace muster {
namespace {

constexpr std::size_t kRows = 2;
constexpr double kLaneRowHeight = 16;
constexpr double kLaneTextSize = 10.5;
constexpr double kLaneTextMax = 180;
constexpr double kSignRadius = 3.5;
constexpr double kSignWidth = 12;
constexpr double kApart = 10;

std::string SpeakerOf(const TimelineStatement& said) {
  if (!said.speaker.empty()) return said.speaker;
  return said.role.empty() ? said.according_to : said.role;
}

}  // namespace

EventLane::EventLane(const TimelineSpace& space) : space_(space) {
  for (const Mandate& mandate : space.plot().marks.mandates) {
    std::string tip = fmt::format("{}: mandate of {} from {}", FormatDay(mandate.on),
                                  mandate.mission, FormatDay(mandate.on));
    if (mandate.until) tip += fmt::format(" to {}", FormatDay(*mandate.until));
    if (!mandate.instrument.empty()) tip += fmt::format(", {}", mandate.instrument);
    events_.push_back({mandate.on, Glyph::kMandate, mandate.instrument, std::move(tip)});
  }
  for (const TimelineStatement& said : space.plot().timeline.statements) {
    const std::string speaker = SpeakerOf(said);
    events_.push_back({said.on, Glyph::kStatement, speaker,
                       fmt::format("{}: {}{}\u201C{}\u201D (record {})", said.date, speaker,
                                   speaker.empty() ? "" : ": ", said.text, said.position.value)});
  }
  std::stable_sort(events_.begin(), events_.end(),
                   [](const Event& a, const Event& b) { return a.on < b.on; });
}

double EventLane::height() const {
  return events_.empty() ? 0 : kLaneRowHeight * static_cast<double>(kRows) + 6;
}

void EventLane::Draw(Svg& svg, double top) const {
  if (events_.empty()) return;
  svg.Open("g", {{"class", "lane"}, {"font-size", kLaneTextSize}, {"fill", kFaintInk}});
  // Where each row is free from.
  std::array<double, kRows> free;
  free.fill(kSheetMargin);
  for (const Event& event : events_) {
    const double x = space_.XOf(event.on.value + 0.5);
    const auto row = std::find_if(free.begin(), free.end(),
                                  [&](double from) { return from <= x - kSignRadius; });
    // Nothing is drawn over what is there already.
    if (row == free.end()) continue;
    const double y = top + 4 + kLaneRowHeight * (static_cast<double>(row - free.begin()) + 0.5);
    DrawGlyph(svg, event.glyph, {x, y}, kSignRadius, event.tip);
    const double from = *row;
    *row = x + kSignWidth;
    const std::string text = FittedText(SafeText(event.label), kLaneTextSize, kLaneTextMax);
    if (text.empty()) continue;
    const double width = TextWidth(text, kLaneTextSize);
    if (x + kSignWidth + width <= kSheetWidth - kSheetMargin) {
      svg.AddText({x + kSignWidth, y + 4}, text, {});
      *row += width + kApart;
    } else if (x - kSignRadius - 3 - width >= from) {
      svg.AddText({x - kSignRadius - 3 - width, y + 4}, text, {});
    }
  }
  svg.Close();
}

}  // namespace muster
