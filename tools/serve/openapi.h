// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

// The description of what the server answers, in OpenAPI 3.1: made of the table of commands, with
// the forms of the answers from answer.schemas.json.
#ifndef MUSTER_TOOLS_SERVE_OPENAPI_H_
#define MUSTER_TOOLS_SERVE_OPENAPI_H_

#include <string>
#include <string_view>

namespace muster {

inline constexpr std::string_view kOpenApiPath = "/v1/openapi.json";

// One JSON text with its line end. The same for each call.
std::string OpenApiText();

}  // namespace muster

#endif  // MUSTER_TOOLS_SERVE_OPENAPI_H_
