// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The files of the page (tools/page), as they were built, in the program.
//
// Thread-safety: immutable.
#ifndef MUSTER_TOOLS_SERVE_PAGE_FILES_H_
#define MUSTER_TOOLS_SERVE_PAGE_FILES_H_

#include <span>
#include <string_view>

namespace muster {

struct PageFile {
  std::string_view path;  // "/index.html", "/assets/index-3f2a.js"
  std::string_view bytes;
};

// All of them. Defined by the source that cmake/EmbedDirectory.cmake writes.
std::span<const PageFile> PageFiles();

// The file that is served at `path`, "/" being the page itself; null if there is none.
const PageFile* FindPageFile(std::string_view path);

// By the end of its name: "text/html; charset=utf-8".
std::string_view ContentTypeOf(const PageFile& file);

// Whether its name changes with its contents, so that it may be kept for ever.
bool IsNamedByContents(const PageFile& file);

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_PAGE_FILES_H_
