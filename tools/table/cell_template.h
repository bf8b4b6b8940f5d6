// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// Cell template: a text of a map with `{name}` in it, for a column or a value.
#ifndef MUSTER_TOOLS_TABLE_CELL_TEMPLATE_H_
#define MUSTER_TOOLS_TABLE_CELL_TEMPLATE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "ledger/status.h"

namespace muster {

class CellTemplate {
 public:
  // The slot of a name; nullopt if there is none.
  using Resolver = absl::FunctionRef<std::optional<std::size_t>(std::string_view name)>;

  // `{{` and `}}` stand for the braces. Names that `resolve` does not know are added to `unknown`.
  // Errors: INVALID_ARGUMENT for a brace without its other.
  static StatusOr<CellTemplate> Parse(std::string_view text, Resolver resolve,
                                      std::vector<std::string>& unknown);

  // Puts what `value` gives of the slots in their places. False if one is missing: null.
  using Values = absl::FunctionRef<StatusOr<const std::string*>(std::size_t slot)>;
  StatusOr<bool> Fill(Values value, std::string& text) const;

  // Whether it is one name and nothing else.
  bool is_reference() const { return parts_.size() == 1 && parts_.front().slot.has_value(); }

 private:
  struct Part {
    std::string text;
    std::optional<std::size_t> slot;
  };
  std::vector<Part> parts_;
};

}  // namespace muster

#endif  // MUSTER_TOOLS_TABLE_CELL_TEMPLATE_H_
