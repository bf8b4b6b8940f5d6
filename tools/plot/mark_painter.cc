// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/mark_painter.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tools/output/display_text.h"
#include "tools/plot/glyph.h"
#include "tools/plot/text_width.h"

namespace muster {
namespace {

// So many marks are drawn large, and so many get a label.
constexpr std::size_t kLargeMax = 60;
constexpr std::size_t kLabelsMax = 14;
// Musters more frequent than these are a series of returns, which the line shows well enough.
constexpr std::size_t kLabelledMustersMax = 8;
constexpr double kSmallRadius = 2.6;
constexpr double kMarkLabelWidthMax = 170;
// An interval without an end reaches so far.
constexpr double kOpenWhisker = 16;
constexpr double kLabelSizeOfMarks = 11;

struct Drawn {
  const PlacedMark* mark = nullptr;
  Point at;
  Glyph glyph = Glyph::kMuster;
  double radius = kMarkRadius;
};

// What is drawn last is seen best: counts, then disagreements.
int RankOf(Glyph glyph) { return glyph == Glyph::kAgrees ? 0 : glyph == Glyph::kMuster ? 1 : 2; }

std::vector<Drawn> DrawnMarks(const TimelineSpace& space) {
  // A disagreement stands out among many that agree.
  const bool many = space.marks().size() > kLargeMax;
  const auto disagrees = [](const PlacedMark& mark) {
    return mark.claim != nullptr && mark.claim->verdict.verdict != Agreement::kAgrees;
  };
  const auto disagreeing = static_cast<std::size_t>(
      std::count_if(space.marks().begin(), space.marks().end(), disagrees));
  std::vector<Drawn> marks;
  for (const PlacedMark& mark : space.marks()) {
    const Glyph glyph =
        mark.claim != nullptr ? GlyphOf(mark.claim->verdict.verdict) : Glyph::kMuster;
    const Point at{space.XOf(mark.day), space.YOf(static_cast<double>(mark.level))};
    const bool small = many && (!disagrees(mark) || disagreeing > kLargeMax);
    marks.push_back({&mark, at, glyph, small ? kSmallRadius : kMarkRadius});
  }
  std::stable_sort(marks.begin(), marks.end(), [](const Drawn& a, const Drawn& b) {
    return RankOf(a.glyph) < RankOf(b.glyph);
  });
  return marks;
}

// From least to most of what was said.
void DrawWhisker(Svg& svg, const TimelineSpace& space, const Drawn& drawn) {
  const PlacedMark& mark = *drawn.mark;
  if (mark.is_exact) return;
  const double low = space.YOf(static_cast<double>(mark.least));
  const double high = mark.most ? space.YOf(static_cast<double>(*mark.most))
                                : std::max(space.frame().top + 2, drawn.at.y - kOpenWhisker);
  const double x = drawn.at.x;
  const double half = drawn.radius * 0.7;
  std::string path = PathThrough({{x, low}, {x, high}}, false) +
                     PathThrough({{x - half, low}, {x + half, low}}, false);
  path += mark.most
              ? PathThrough({{x - half, high}, {x + half, high}}, false)
              : PathThrough({{x - half, high + half}, {x, high}, {x + half, high + half}}, false);
  svg.Add("path", {{"class", "whisker"},
                   {"d", path},
                   {"fill", "none"},
                   {"stroke", kInk},
                   {"stroke-width", 1.1}});
}

std::string LabelOf(const PlacedMark& mark) {
  const bool is_claim = mark.claim != nullptr;
  const std::vector<std::string>& keys = is_claim ? mark.claim->keys : mark.muster->keys;
  std::string text = fmt::format("{}{}", fmt::join(keys, " "), keys.empty() ? "" : " ");
  if (is_claim) return text + NumberLabel(mark.claim->verdict.claimed.best.value_or(0));
  return text + NumberLabel(mark.muster->counted.best.value_or(0));
}

// Those that get labels, the widest disagreements first.
std::vector<const Drawn*> Labelled(const std::vector<Drawn>& marks) {
  std::vector<const Drawn*> claims;
  std::vector<const Drawn*> musters;
  for (const Drawn& drawn : marks) {
    if (drawn.glyph == Glyph::kAgrees) continue;
    (drawn.glyph == Glyph::kMuster ? musters : claims).push_back(&drawn);
  }
  if (musters.size() > kLabelledMustersMax) musters.clear();
  std::stable_sort(claims.begin(), claims.end(), [](const Drawn* a, const Drawn* b) {
    return a->mark->claim->verdict.distance > b->mark->claim->verdict.distance;
  });
  if (claims.size() > kLabelsMax) claims.resize(kLabelsMax);
  musters.insert(musters.end(), claims.begin(), claims.end());
  return musters;
}

}  // namespace

void DrawAuthorisedLabel(Svg& svg, const TimelineSpace& space, LabelPlacer& placer) {
  const std::vector<AuthorisedLevel>& levels = space.plot().marks.authorised;
  for (const Drawn& drawn : DrawnMarks(space)) placer.Keep(BoxOfMark(drawn.at, drawn.radius));
  if (levels.size() < 2 || levels.back().authorised || space.authorised_is_above()) return;
  const AuthorisedLevel& last = levels[levels.size() - 2];
  const std::string text =
      fmt::format("authorised {}", NumberLabel(last.authorised->best.value_or(0)));
  const double width = TextWidth(text, kLabelSizeOfMarks);
  const Point at{
      std::max(space.frame().left + width / 2, space.XOf(levels.back().on.value) - width / 2),
      space.YOf(static_cast<double>(last.authorised->best.value_or(0)))};
  if (const auto box = placer.Place(at, 0, width, kLabelSizeOfMarks + 2)) {
    svg.AddText({box->left, box->bottom - 3}, text, {{"font-size", kLabelSizeOfMarks}});
  }
}

void DrawMarks(Svg& svg, const TimelineSpace& space, LabelPlacer& placer) {
  const std::vector<Drawn> marks = DrawnMarks(space);
  svg.Open("g", {{"class", "marks"}});
  for (const Drawn& drawn : marks) {
    const PlacedMark& mark = *drawn.mark;
    svg.Open("g", {{"class", mark.claim != nullptr ? "claim" : "muster"},
                   {"data-record",
                    fmt::format("{}", mark.claim != nullptr ? mark.claim->verdict.position.value
                                                            : mark.muster->position.value)}});
    DrawWhisker(svg, space, drawn);
    DrawGlyph(svg, drawn.glyph, drawn.at, drawn.radius,
              mark.claim != nullptr ? DescribeClaim(*mark.claim) : DescribeMuster(*mark.muster));
    svg.Close();
  }
  svg.Close();
  svg.Open("g", {{"class", "mark-labels"},
                 {"font-size", kLabelSizeOfMarks},
                 {"stroke", "#ffffff"},
                 {"stroke-width", 3.0},
                 {"stroke-linejoin", "round"},
                 {"paint-order", "stroke"}});
  for (const Drawn* drawn : Labelled(marks)) {
    const std::string text =
        FittedText(SafeText(LabelOf(*drawn->mark)), kLabelSizeOfMarks, kMarkLabelWidthMax);
    const double width = TextWidth(text, kLabelSizeOfMarks);
    const auto box = placer.Place(drawn->at, drawn->radius * 1.3, width, kLabelSizeOfMarks + 2,
                                  drawn->glyph == Glyph::kShort ? Side::kBelow : Side::kAbove);
    if (box) svg.AddText({box->left, box->bottom - 3}, text, {});
  }
  svg.Close();
}

}  // namespace muster
