// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/plot/svg.h"

#include <fmt/format.h>

#include <cmath>

#include "ledger/status.h"
#include "tools/output/display_text.h"

namespace muster {

std::string Coordinate(double value) {
  const double rounded = std::round(value * 100) / 100;
  // No "-0".
  std::string text = fmt::format("{:.2f}", rounded == 0 ? 0.0 : rounded);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string EscapedXml(std::string_view text) {
  std::string escaped;
  for (const char character : SafeText(text)) {
    switch (character) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += character;
    }
  }
  return escaped;
}

std::string PathThrough(const std::vector<Point>& points, bool closed) {
  std::string path;
  for (const Point& point : points) {
    path += path.empty() ? 'M' : 'L';
    path += Coordinate(point.x) + ',' + Coordinate(point.y);
  }
  return closed ? path + 'Z' : path;
}

Svg::Svg(double width, double height, std::string_view title, std::string_view description) {
  text_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  Open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
               {"width", width},
               {"height", height},
               {"viewBox", fmt::format("0 0 {} {}", Coordinate(width), Coordinate(height))},
               {"role", "img"},
               {"aria-labelledby", "title desc"},
               {"font-family", "Helvetica, Arial, 'DejaVu Sans', sans-serif"},
               {"font-size", "12"},
               {"fill", "#222222"}});
  text_ += fmt::format("<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n",
                       EscapedXml(title), EscapedXml(description));
  Add("rect", {{"width", width}, {"height", height}, {"fill", "#ffffff"}});
}

void Svg::Begin(std::string_view element, const Attributes& attributes) {
  text_ += '<';
  text_ += element;
  for (const Attribute& attribute : attributes) {
    text_ += fmt::format(" {}=\"{}\"", attribute.name, EscapedXml(attribute.value));
  }
}

void Svg::Open(std::string_view element, const Attributes& attributes) {
  Begin(element, attributes);
  text_ += ">\n";
  open_.emplace_back(element);
}

void Svg::Close() {
  MUSTER_CHECK(!open_.empty());
  text_ += fmt::format("</{}>\n", open_.back());
  open_.pop_back();
}

void Svg::Add(std::string_view element, const Attributes& attributes, std::string_view tip) {
  Begin(element, attributes);
  text_ += tip.empty() ? std::string("/>\n")
                       : fmt::format("><title>{}</title></{}>\n", EscapedXml(tip), element);
}

void Svg::AddText(Point at, std::string_view text, const Attributes& attributes) {
  Attributes all = {{"x", at.x}, {"y", at.y}};
  all.insert(all.end(), attributes.begin(), attributes.end());
  Begin("text", all);
  text_ += fmt::format(">{}</text>\n", EscapedXml(text));
}

std::string Svg::Finish() && {
  Close();
  MUSTER_CHECK(open_.empty());
  return std::move(text_);
}

}  // namespace muster
