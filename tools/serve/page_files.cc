// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/page_files.h"

namespace muster {
namespace {

struct Type {
  std::string_view ending;
  std::string_view content_type;
};
constexpr Type kTypes[] = {{".html", "text/html; charset=utf-8"},
                           {".js", "text/javascript; charset=utf-8"},
                           {".css", "text/css; charset=utf-8"},
                           {".json", "application/json"},
                           {".svg", "image/svg+xml"}};

}  // namespace

const PageFile* FindPageFile(std::string_view path) {
  if (path == "/") path = "/index.html";
  for (const PageFile& file : PageFiles()) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

std::string_view ContentTypeOf(const PageFile& file) {
  for (const Type& type : kTypes) {
    if (file.path.ends_with(type.ending)) return type.content_type;
  }
  return "application/octet-stream";
}

bool IsNamedByContents(const PageFile& file) { return file.path.starts_with("/assets/"); }

}  // namespace muster
