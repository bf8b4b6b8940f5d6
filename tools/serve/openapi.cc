// SPDX-FileCopyrightText: The muster authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/serve/openapi.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "tools/cli/command.h"
#include "tools/cli/command_asked.h"
#include "tools/serve/question.h"

namespace muster {

extern const std::string_view kAnswerSchemas;

namespace {

using Json = nlohmann::ordered_json;

Json RefTo(std::string_view kind, std::string_view name) {
  return {{"$ref", fmt::format("#/components/{}/{}", kind, name)}};
}

Json SchemaRef(std::string_view name) { return RefTo("schemas", name); }

Json ContentOf(std::string_view type, const Json& schema) {
  return {{std::string(type), {{"schema", schema}}}};
}

Json Described(std::string_view description, const Json& content) {
  return {{"description", description}, {"content", content}};
}

// A stream or a list: each item has the schema.
Json ItemsOf(std::string_view type, std::string_view name) {
  Json content = ContentOf(type, {{"type", "string"}});
  content[std::string(type)]["x-item-schema"] = SchemaRef(name);
  return content;
}

std::pair<const std::string, Json> Unchanged() {
  return {"304", {{"description", "as the asker has it already"}}};
}

// `answers` with the problems of these statuses.
Json WithProblems(Json answers, std::initializer_list<int> statuses) {
  for (const int status : statuses) {
    answers[std::to_string(status)] = RefTo("responses", "Problem");
  }
  return answers;
}

Json Parameter(std::string_view name, std::string_view description, const Json& schema) {
  return {{"name", name}, {"in", "query"}, {"description", description}, {"schema", schema}};
}

Json ParameterOf(const Option& option) {
  std::string description(option.help);
  if (!option.details.empty()) description += fmt::format(" ({})", option.details);
  if (option.name == "format") {
    return Parameter("format", "the form of the answer",
                     {{"type", "string"}, {"enum", {"json", "csv"}}, {"default", "json"}});
  }
  Json schema = {{"type", option.value.empty() ? "boolean" : "string"}};
  // With another spelling, a word may be meant by more than the words.
  if (!option.words.empty() && option.word_of == nullptr) schema["enum"] = option.words;
  if (option.repeatable) schema = {{"type", "array"}, {"items", schema}};
  return Parameter(option.name, description, schema);
}

// "audit_prove" for `audit prove`.
std::string SchemaNameOf(const Command& command) {
  std::string name(command.name);
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

bool Offers(const Command& command, std::string_view option) {
  return std::any_of(command.options.begin(), command.options.end(),
                     [option](const Option& each) { return each.name == option; });
}

Json ContentOfCommand(const Command& command) {
  const std::string name = SchemaNameOf(command);
  const bool is_list = name == "log" || name == "check";
  Json content =
      is_list ? ItemsOf("application/jsonl", name) : ContentOf("application/json", SchemaRef(name));
  if (name == "reports") {
    content.update(ItemsOf("application/jsonl", "reports_line"));
    content.update(ContentOf("text/plain", {{"type", "string"}}));
  }
  if (Offers(command, "format")) content.update(ContentOf("text/csv", {{"type", "string"}}));
  return content;
}

Json OperationOf(const Command& command) {
  Json parameters = Json::array();
  const std::vector<std::string> operands = OperandNames(command);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    Json parameter = Parameter(operands[i], fmt::format("{} of the command line", command.operands),
                               {{"type", "string"}});
    if (i < command.operands_min) parameter["required"] = true;
    parameters.push_back(std::move(parameter));
  }
  for (const Option& option : command.options) {
    if (IsParameter(option)) parameters.push_back(ParameterOf(option));
  }
  Json answer = Described(fmt::format("what `muster {} --format json` prints", command.name),
                          ContentOfCommand(command));
  answer["headers"] = {{"ETag", {{"schema", {{"type", "string"}}}}},
                       {"Muster-Note", {{"schema", {{"type", "string"}}}}}};
  Json answers = {{"200", answer}, Unchanged()};
  return {{"operationId", SchemaNameOf(command)},
          {"summary", command.summary},
          {"description", command.description},
          {"parameters", parameters},
          {"responses",
           WithProblems(std::move(answers), {400, 401, 403, 404, 409, 413, 421, 429, 500, 503})}};
}

// An operation without parameters.
Json PlainOperation(std::string_view id, std::string_view summary, const Json& content,
                    std::initializer_list<int> problems = {401, 421, 429}) {
  return {
      {"operationId", id},
      {"summary", summary},
      {"responses", WithProblems({{"200", Described(summary, content)}, Unchanged()}, problems)}};
}

Json PostOperation() {
  const Json report = {{"type", "string"},
                       {"description", "a report file; `muster schema` describes it"}};
  Json body = {{"required", true}, {"content", ContentOf("application/yaml", report)}};
  body["content"].update(ContentOf("application/json", {{"type", "object"}}));
  body["content"].update(
      ContentOf("multipart/form-data",
                {{"type", "object"},
                 {"description",
                  "parts named `report`, and one for each document that a report names, of "
                  "the name that it has there"},
                 {"properties", {{"report", {{"type", "array"}, {"items", report}}}}},
                 {"required", {"report"}}}));
  const Json receipt = ContentOf("application/json", SchemaRef("receipt"));
  Json answers = {
      {"200", Described("nothing new was to be recorded, or it was a dry run", receipt)},
      {"201", Described("appended, durably", receipt)},
      {"422", RefTo("responses", "Refused")}};
  return {{"operationId", "append"},
          {"summary", "checks and appends report files, all or none"},
          {"description", "Recorded-by is the name of the token."},
          {"security", {{{"token", Json::array()}}}},
          {"parameters",
           {Parameter("dry-run", "check and say what would happen; write nothing",
                      {{"type", "boolean"}}),
            Parameter("expect-size", "append only if the log has N records", {{"type", "integer"}}),
            Parameter("file", "what refusals call the report file", {{"type", "string"}})}},
          {"requestBody", body},
          {"responses", WithProblems(std::move(answers), {400, 401, 403, 408, 409, 411, 413, 415,
                                                          421, 429, 500, 503})}};
}

Json DocumentOperation() {
  Json content = ContentOf("text/plain", {{"type", "string"}});
  content.update(ContentOf("application/octet-stream", Json::object()));
  Json operation = PlainOperation("document", "a document or transcript as it is stored", content,
                                  {401, 404, 410, 421, 429, 500, 503});
  operation["parameters"] = {{{"name", "sha256"},
                              {"in", "path"},
                              {"required", true},
                              {"schema", {{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}}}}};
  return operation;
}

Json Paths() {
  const Json text = ContentOf("text/plain", {{"type", "string"}});
  Json paths = Json::object();
  const auto get = [&paths](const std::string& path, Json operation) {
    paths[path]["get"] = std::move(operation);
  };
  for (const std::string_view name : CommandsAsked()) {
    get("/v1/" + PathOf(name), OperationOf(*FindCommand(name)));
  }
  paths["/v1/reports"]["post"] = PostOperation();
  get("/v1/documents/{sha256}", DocumentOperation());
  get("/v1/head", PlainOperation("head", "the size and the root of the log, and its origin",
                                 ContentOf("application/json", SchemaRef("head"))));
  get("/v1/events", PlainOperation("events", "the same at each growth of the log, as it comes",
                                   ItemsOf("text/event-stream", "head")));
  get("/v1/me", PlainOperation("me", "who asks, and what that lets do",
                               ContentOf("application/json", SchemaRef("me"))));
  get(std::string(kOpenApiPath),
      PlainOperation("openapi", "this description",
                     ContentOf("application/json", {{"type", "object"}})));
  get("/checkpoint", PlainOperation("checkpoint", "the signed note of the log as it is", text,
                                    {401, 403, 409, 421, 429, 500, 503}));
  get("/healthz", PlainOperation("healthz", "whether the process lives", text));
  get("/readyz", PlainOperation("readyz", "whether its answers are those of the ledger", text,
                                {401, 421, 429, 503}));
  get("/metrics", PlainOperation("metrics", "figures for Prometheus", text));
  return paths;
}

}  // namespace

std::string OpenApiText() {
  const Json problem = ContentOf("application/problem+json", SchemaRef("problem"));
  const Json json = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "muster"},
        {"version", MUSTER_VERSION},
        {"summary", "A ledger of deployments: how many are where, on which day, who says so."},
        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", {{{"url", "/"}}}},
      // Without a token there is what --anonymous lets do.
      {"security", {Json::object(), {{"token", Json::array()}}}},
      {"paths", Paths()},
      {"components",
       {{"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}},
        {"responses",
         {{"Problem", Described("problem details (RFC 9457)", problem)},
          {"Refused", Described("the reports are refused, with all mistakes",
                                ContentOf("application/problem+json", SchemaRef("refused")))}}},
        {"schemas", Json::parse(kAnswerSchemas)}}}};
  return json.dump() + '\n';
}

}  // namespace muster
