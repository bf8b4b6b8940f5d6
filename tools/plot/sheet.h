// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Sheet: what stands around every picture: title, what narrows it, a key of its signs, and a
// caption.
#ifndef MUSTER_TOOLS_PLOT_SHEET_H_
#define MUSTER_TOOLS_PLOT_SHEET_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/plot/glyph.h"
#include "tools/plot/svg.h"

namespace muster {

inline constexpr double kSheetWidth = 960;
inline constexpr double kSheetMargin = 24;
inline constexpr double kLabelSize = 12;
inline constexpr double kTickSize = 11;
inline constexpr double kLabelHeight = 15;

// Thread-compatible.
class Sheet {
 public:
  // Each of `scope` is a line of its own; the sentences of `caption` follow each other.
  Sheet(std::string_view title, const std::vector<std::string>& scope,
        std::vector<std::pair<Glyph, std::string>> key, const std::vector<std::string>& caption);

  // Where what is between header and caption begins.
  double top() const { return top_; }
  // The height of a sheet on which that ends at `bottom`.
  double HeightWith(double bottom) const;

  // Draws all that stands around it.
  void Draw(Svg& svg, double bottom) const;

 private:
  void PlaceKey();

  std::vector<std::string> title_;
  std::vector<std::string> scope_;
  std::vector<std::string> caption_;
  struct KeyEntry {
    Glyph glyph;
    std::string text;
    Point at;  // of the text, at its middle height
  };
  std::vector<KeyEntry> key_;
  double key_top_ = 0;
  double top_ = 0;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_SHEET_H_
