// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/plot/drawn_text.h"

#include <cstdlib>
#include <optional>
#include <sstream>
#include <string_view>

#include "tools/plot/text_width.h"

namespace muster {
namespace {

// What a text takes from the elements around it.
struct Inherited {
  double size = 12;
  std::string anchor = "start";
  bool bold = false;
};

std::optional<std::string> Find(std::string_view line, std::string_view attribute) {
  const std::string key = ' ' + std::string(attribute) + "=\"";
  const std::size_t at = line.find(key);
  if (at == line.npos) return std::nullopt;
  const std::size_t from = at + key.size();
  return std::string(line.substr(from, line.find('"', from) - from));
}

double Number(std::string_view line, std::string_view attribute) {
  return std::strtod(Find(line, attribute).value_or("0").c_str(), nullptr);
}

Inherited Within(Inherited outer, std::string_view line) {
  if (Find(line, "font-size")) outer.size = Number(line, "font-size");
  outer.anchor = Find(line, "text-anchor").value_or(outer.anchor);
  if (const auto weight = Find(line, "font-weight")) outer.bold = *weight == "bold";
  return outer;
}

std::string Unescaped(std::string text) {
  for (const auto& [escape, character] :
       {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}}) {
    for (std::size_t at = 0; (at = text.find(escape, at)) != text.npos; ++at) {
      text.replace(at, std::string_view(escape).size(), character);
    }
  }
  return text;
}

DrawnText ReadText(const Inherited& style, const std::string& line) {
  const std::size_t from = line.find('>') + 1;
  DrawnText drawn;
  drawn.text = line.substr(from, line.rfind("</text>") - from);
  const double width = TextWidth(Unescaped(drawn.text), style.size) * (style.bold ? 1.05 : 1);
  double left = Number(line, "x");
  if (style.anchor == "middle") left -= width / 2;
  if (style.anchor == "end") left -= width;
  const double y = Number(line, "y");
  drawn.box = {left, y - 0.76 * style.size, left + width, y + 0.2 * style.size};
  return drawn;
}

}  // namespace

DrawnTexts ReadTexts(const std::string& svg) {
  DrawnTexts drawn;
  std::vector<Inherited> open = {Inherited()};
  std::istringstream lines(svg);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("<svg ")) {
      drawn.picture = {0, 0, Number(line, "width"), Number(line, "height")};
    }
    if (line.starts_with("<text ")) {
      drawn.texts.push_back(ReadText(Within(open.back(), line), line));
    } else if (line.starts_with("</")) {
      open.pop_back();
    } else if (line.starts_with("<") && !line.starts_with("<?") && line.find("</") == line.npos &&
               !line.ends_with("/>")) {
      open.push_back(Within(open.back(), line));
    }
  }
  return drawn;
}

}  // namespace muster
