// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/plot_caption.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "tools/plot/area_painter.h"

namespace muster {
namespace {

// So many names are listed.
constexpr std::size_t kNamesMax = 6;

std::string ListOf(const std::vector<std::string>& names) {
  const std::size_t listed = std::min(names.size(), kNamesMax);
  const std::string text = fmt::format(
      "{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(listed), ", "));
  return listed == names.size() ? text : fmt::format("{} and {} more", text, names.size() - listed);
}

void AddLeftOut(const TimelineSpace& space, std::vector<std::string>& caption) {
  const TimelineMarks& marks = space.plot().marks;
  const std::size_t claims = marks.claims_elsewhere + space.claims_left_out();
  const std::size_t musters = marks.musters_elsewhere + space.musters_left_out();
  if (claims + musters == 0) return;
  std::string what = claims > 0 ? Counted(claims, "claim") : "";
  if (musters > 0) what += (what.empty() ? "" : " and ") + Counted(musters, "muster");
  caption.push_back(fmt::format(
      "Not drawn: {}, of other scopes than the total and the groups drawn, or without a number.",
      what));
}

void AddGroups(const TimelineSpace& space, std::vector<std::string>& caption) {
  const Stack& stack = space.stack();
  if (stack.groups > stack.layers.size()) {
    caption.push_back(fmt::format("The {} groups with the fewest people are drawn together.",
                                  stack.groups - stack.layers.size() + 1));
  }
  if (stack.losses_only.empty()) return;
  const std::vector<std::string>& names = stack.losses_only;
  caption.push_back(
      names.size() == 1 && names[0].empty()
          ? std::string("On some days nothing but losses is known.")
          : fmt::format("Of {}, on some days nothing but losses is known.", ListOf(names)));
}

}  // namespace

std::string Counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string AsSentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text + '.';
}

std::vector<std::string> CaptionOf(const TimelineSpace& space) {
  const TimelinePlot& plot = space.plot();
  std::vector<std::string> caption = {AsSentence(plot.known_at)};
  if (!CountsAnybody(plot.timeline)) return caption;
  caption.push_back(
      fmt::format("Strength at {}{}.", PointsText(plot.timeline),
                  space.in_steps() ? "" : "; the lines between only join the points"));
  if (space.authorised_is_above()) {
    std::int64_t authorised = 0;
    for (const AuthorisedLevel& level : plot.marks.authorised) {
      if (level.authorised) authorised = std::max(authorised, level.authorised->best.value_or(0));
    }
    caption.push_back(
        fmt::format("Up to {} are authorised, far above what is drawn.", NumberLabel(authorised)));
  }
  const bool has_group_marks =
      std::any_of(space.marks().begin(), space.marks().end(), [](const PlacedMark& mark) {
        return !(mark.claim != nullptr ? mark.claim->keys : mark.muster->keys).empty();
      });
  if (has_group_marks) {
    caption.push_back("Claims and musters of a group stand at their height above its foot.");
  }
  if (space.lowest() < 0) {
    caption.push_back("Below 0: more left, as far as is recorded, than came.");
  }
  AddGroups(space, caption);
  AddLeftOut(space, caption);
  return caption;
}

std::vector<std::pair<Glyph, std::string>> KeyOf(const TimelineSpace& space) {
  const auto has = [&](Glyph glyph) {
    return std::any_of(space.marks().begin(), space.marks().end(), [&](const PlacedMark& mark) {
      return mark.claim != nullptr ? GlyphOf(mark.claim->verdict.verdict) == glyph
                                   : glyph == Glyph::kMuster;
    });
  };
  const TimelinePlot& plot = space.plot();
  std::vector<std::pair<Glyph, std::string>> key;
  const auto add = [&](bool occurs, Glyph glyph, std::string_view text) {
    if (occurs) key.emplace_back(glyph, text);
  };
  add(HasBand(space), Glyph::kBand, "between least and most");
  add(has(Glyph::kAgrees), Glyph::kAgrees, "claim that agrees");
  add(has(Glyph::kOver), Glyph::kOver, "claim over what is derived");
  add(has(Glyph::kShort), Glyph::kShort, "claim short of it");
  add(has(Glyph::kMuster), Glyph::kMuster, "muster");
  add(!plot.marks.mandates.empty(), Glyph::kMandate, "mandate begins");
  add(!plot.timeline.statements.empty(), Glyph::kStatement, "statement");
  return key;
}

}  // namespace muster
