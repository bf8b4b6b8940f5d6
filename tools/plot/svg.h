// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Svg: a picture in SVG 1.1, written element by element. Nothing from outside, no script; text is
// text. The same calls give the same bytes on every machine.
#ifndef MUSTER_TOOLS_PLOT_SVG_H_
#define MUSTER_TOOLS_PLOT_SVG_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster {

// A point or a distance as a picture has it: two decimals at most.
std::string Coordinate(double value);

// Text as XML has it between tags and within quotes; what XML or a reader's screen must not have is
// taken away as SafeText does.
std::string EscapedXml(std::string_view text);

struct Point {
  double x = 0;
  double y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

// "M1,2L3,4" through the points; closed with "Z" if `closed`.
std::string PathThrough(const std::vector<Point>& points, bool closed);

// An attribute of an element.
struct Attribute {
  Attribute(std::string_view key, std::string_view text) : name(key), value(text) {}
  Attribute(std::string_view key, const char* text) : name(key), value(text) {}
  Attribute(std::string_view key, double number) : name(key), value(Coordinate(number)) {}
  std::string name;
  std::string value;
};
using Attributes = std::vector<Attribute>;

// Thread-compatible.
class Svg {
 public:
  // A picture of that size in its own units, on a white ground. `title` and `description` are what
  // a screen reader says of it.
  Svg(double width, double height, std::string_view title, std::string_view description);

  // An element with what is written until Close() in it.
  void Open(std::string_view element, const Attributes& attributes);
  void Close();
  // An element that is empty, or that has a text shown when it is pointed at.
  void Add(std::string_view element, const Attributes& attributes, std::string_view tip = {});
  void AddText(Point at, std::string_view text, const Attributes& attributes);

  // The picture. REQUIRES: everything is closed.
  std::string Finish() &&;

 private:
  void Begin(std::string_view element, const Attributes& attributes);

  std::string text_;
  std::vector<std::string> open_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_PLOT_SVG_H_
