// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/sheet.h"

#include "tools/output/display_text.h"
#include "tools/plot/text_width.h"

namespace muster {
namespace {

constexpr double kTitleSize = 17;
constexpr double kTitleHeight = 22;
constexpr double kScopeHeight = 16;
constexpr double kKeyHeight = 20;
constexpr double kCaptionSize = 11;
constexpr double kCaptionHeight = 15;
constexpr double kGlyphWidth = 26;
constexpr double kKeyGap = 18;
constexpr double kRoom = kSheetWidth - 2 * kSheetMargin;

// Bold letters are wider.
constexpr double kBold = 1.12;

}  // namespace

Sheet::Sheet(std::string_view title, const std::vector<std::string>& scope,
             std::vector<std::pair<Glyph, std::string>> key,
             const std::vector<std::string>& caption) {
  title_ = WrappedText(SafeText(title), kTitleSize * kBold, kRoom);
  for (const std::string& line : scope) {
    for (std::string& part : WrappedText(SafeText(line), kLabelSize, kRoom)) {
      scope_.push_back(std::move(part));
    }
  }
  std::string sentences;
  for (const std::string& sentence : caption) {
    sentences += (sentences.empty() ? "" : " ") + SafeText(sentence);
  }
  caption_ = WrappedText(sentences, kCaptionSize, kRoom);
  for (auto& [glyph, text] : key) key_.push_back({glyph, std::move(text), {}});
  key_top_ = kSheetMargin + kTitleHeight * static_cast<double>(title_.size()) +
             kScopeHeight * static_cast<double>(scope_.size()) + 4;
  PlaceKey();
}

void Sheet::PlaceKey() {
  double x = kSheetMargin;
  double y = key_top_ + kKeyHeight / 2;
  for (KeyEntry& entry : key_) {
    const double width = kGlyphWidth + TextWidth(entry.text, kTickSize);
    if (x > kSheetMargin && x + width > kSheetMargin + kRoom) {
      x = kSheetMargin;
      y += kKeyHeight;
    }
    entry.at = {x + kGlyphWidth, y};
    x += width + kKeyGap;
  }
  top_ = key_.empty() ? key_top_ + 8 : y + kKeyHeight / 2 + 10;
}

double Sheet::HeightWith(double bottom) const {
  return bottom + 12 + kCaptionHeight * static_cast<double>(caption_.size()) + kSheetMargin - 8;
}

void Sheet::Draw(Svg& svg, double bottom) const {
  double y = kSheetMargin - 4;
  for (const std::string& line : title_) {
    y += kTitleHeight;
    svg.AddText({kSheetMargin, y - 6}, line, {{"font-size", kTitleSize}, {"font-weight", "bold"}});
  }
  for (const std::string& line : scope_) {
    y += kScopeHeight;
    svg.AddText({kSheetMargin, y - 3}, line, {{"font-size", kLabelSize}, {"fill", kFaintInk}});
  }
  if (!key_.empty()) {
    svg.Open("g", {{"class", "key"}, {"font-size", kTickSize}});
    for (const KeyEntry& entry : key_) {
      DrawGlyph(svg, entry.glyph, {entry.at.x - kGlyphWidth / 2 - 2, entry.at.y}, kMarkRadius);
      svg.AddText({entry.at.x, entry.at.y + 4}, entry.text, {});
    }
    svg.Close();
  }
  svg.Open("g", {{"class", "caption"}, {"font-size", kCaptionSize}, {"fill", kFaintInk}});
  y = bottom + 12;
  for (const std::string& line : caption_) {
    y += kCaptionHeight;
    svg.AddText({kSheetMargin, y - 4}, line, {});
  }
  svg.Close();
}

}  // namespace muster
