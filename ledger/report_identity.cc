// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/report_identity.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "ledger/status.h"
#include "muster/v1/report.pb.h"

namespace muster {
namespace {

constexpr std::size_t kDigestBytes = 16;

// A count, then what it counts: no two nodes have the same form.
void AppendText(std::string_view text, std::string& form) {
  std::size_t size = text.size();
  for (; size >= 0x80; size >>= 7) form.push_back(static_cast<char>(0x80 | (size & 0x7f)));
  form.push_back(static_cast<char>(size));
  form.append(text);
}

void AppendNode(const Node& node, std::string& form) {
  switch (node.kind) {
    case Node::Kind::kNull:
      form.push_back('n');
      return;
    case Node::Kind::kScalar:
      form.push_back('s');
      AppendText(node.text, form);
      return;
    case Node::Kind::kList:
      form.push_back('l');
      for (const Node& item : node.items) AppendNode(item, form);
      form.push_back('e');
      return;
    case Node::Kind::kMap:
      break;
  }
  form.push_back('m');
  std::vector<const Node::Entry*> entries;
  entries.reserve(node.entries.size());
  for (const Node::Entry& entry : node.entries) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(),
            [](const Node::Entry* a, const Node::Entry* b) { return a->key < b->key; });
  for (const Node::Entry* entry : entries) {
    form.push_back('k');
    AppendText(entry->key, form);
    AppendNode(entry->value, form);
  }
  form.push_back('e');
}

}  // namespace

Hash ReportId(const v1::Report& report) {
  // The schema of a report has no maps, so that its bytes are one for one value.
  return Sha256(report.SerializeAsString());
}

std::string WrittenDigest(const Node& entry) {
  std::string form;
  form.reserve(256);
  AppendNode(entry, form);
  return ToBytes(Sha256(form)).substr(0, kDigestBytes);
}

}  // namespace muster
