// ExpatError, and the submodules errors and model.

#include <cstring>

#include "runtime/modules/module_state.h"
#include "runtime/modules/pyexpat/parser.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

struct ErrorRow {
  const char* name;
  XML_Error code;
};
#define ROW(name) {#name, name}
constexpr ErrorRow kErrors[] = {ROW(XML_ERROR_NO_MEMORY),
                                ROW(XML_ERROR_SYNTAX),
                                ROW(XML_ERROR_NO_ELEMENTS),
                                ROW(XML_ERROR_INVALID_TOKEN),
                                ROW(XML_ERROR_UNCLOSED_TOKEN),
                                ROW(XML_ERROR_PARTIAL_CHAR),
                                ROW(XML_ERROR_TAG_MISMATCH),
                                ROW(XML_ERROR_DUPLICATE_ATTRIBUTE),
                                ROW(XML_ERROR_JUNK_AFTER_DOC_ELEMENT),
                                ROW(XML_ERROR_PARAM_ENTITY_REF),
                                ROW(XML_ERROR_UNDEFINED_ENTITY),
                                ROW(XML_ERROR_RECURSIVE_ENTITY_REF),
                                ROW(XML_ERROR_ASYNC_ENTITY),
                                ROW(XML_ERROR_BAD_CHAR_REF),
                                ROW(XML_ERROR_BINARY_ENTITY_REF),
                                ROW(XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF),
                                ROW(XML_ERROR_MISPLACED_XML_PI),
                                ROW(XML_ERROR_UNKNOWN_ENCODING),
                                ROW(XML_ERROR_INCORRECT_ENCODING),
                                ROW(XML_ERROR_UNCLOSED_CDATA_SECTION),
                                ROW(XML_ERROR_EXTERNAL_ENTITY_HANDLING),
                                ROW(XML_ERROR_NOT_STANDALONE),
                                ROW(XML_ERROR_UNEXPECTED_STATE),
                                ROW(XML_ERROR_ENTITY_DECLARED_IN_PE),
                                ROW(XML_ERROR_FEATURE_REQUIRES_XML_DTD),
                                ROW(XML_ERROR_CANT_CHANGE_FEATURE_ONCE_PARSING),
                                ROW(XML_ERROR_UNBOUND_PREFIX),
                                ROW(XML_ERROR_UNDECLARING_PREFIX),
                                ROW(XML_ERROR_INCOMPLETE_PE),
                                ROW(XML_ERROR_XML_DECL),
                                ROW(XML_ERROR_TEXT_DECL),
                                ROW(XML_ERROR_PUBLICID),
                                ROW(XML_ERROR_SUSPENDED),
                                ROW(XML_ERROR_NOT_SUSPENDED),
                                ROW(XML_ERROR_ABORTED),
                                ROW(XML_ERROR_FINISHED),
                                ROW(XML_ERROR_SUSPEND_PE),
                                ROW(XML_ERROR_RESERVED_PREFIX_XML),
                                ROW(XML_ERROR_RESERVED_PREFIX_XMLNS),
                                ROW(XML_ERROR_RESERVED_NAMESPACE_URI),
                                ROW(XML_ERROR_INVALID_ARGUMENT),
                                ROW(XML_ERROR_NO_BUFFER),
                                ROW(XML_ERROR_AMPLIFICATION_LIMIT_BREACH)};
#undef ROW

constexpr IntConstant kModel[] = {{"XML_CTYPE_EMPTY", XML_CTYPE_EMPTY},
                                  {"XML_CTYPE_ANY", XML_CTYPE_ANY},
                                  {"XML_CTYPE_MIXED", XML_CTYPE_MIXED},
                                  {"XML_CTYPE_NAME", XML_CTYPE_NAME},
                                  {"XML_CTYPE_CHOICE", XML_CTYPE_CHOICE},
                                  {"XML_CTYPE_SEQ", XML_CTYPE_SEQ},
                                  {"XML_CQUANT_NONE", XML_CQUANT_NONE},
                                  {"XML_CQUANT_OPT", XML_CQUANT_OPT},
                                  {"XML_CQUANT_REP", XML_CQUANT_REP},
                                  {"XML_CQUANT_PLUS", XML_CQUANT_PLUS},
                                  {}};

// A submodule, known to sys.modules by its full name.
Owned AddSubmodule(Value module, const char* name, const char* full_name, const char* doc) {
  Handle full = TRY(StrInternUtf8(full_name));
  Handle submodule = TRY(ModuleNew(full));
  Handle text = TRY(StrFromUtf8(doc));
  TRY_VOID(DictSetAscii(ModuleDict(submodule), "__doc__", text));
  TRY_VOID(DictSet(CurrentInterpreter()->modules, full, submodule));
  TRY_VOID(ModuleAdd(module, name, Retain(submodule)));
  return submodule.Release();
}

bool AddErrors(Value module) {
  Handle errors = TRY(AddSubmodule(module, "errors", "pyexpat.errors",
                                   "Constants used to describe error conditions."));
  Handle codes = TRY(DictNew()), messages = TRY(DictNew());
  for (const ErrorRow& row : kErrors) {
    const XML_LChar* text = XML_ErrorString(row.code);
    Handle message = TRY(StrFromUtf8(text != nullptr ? text : ""));
    TRY_VOID(ModuleAdd(errors, row.name, Retain(message)));
    TRY_VOID(DictSet(codes, message, Value::Int(row.code)));
    TRY_VOID(DictSet(messages, Value::Int(row.code), message));
  }
  return ModuleAdd(errors, "codes", codes.Release()) &&
         ModuleAdd(errors, "messages", messages.Release());
}

bool AddFeatures(Value module) {
  Handle features = TRY(ListNew());
  for (const XML_Feature* f = XML_GetFeatureList(); f->feature != XML_FEATURE_END; ++f) {
    Handle name = TRY(StrFromUtf8(f->name));
    Handle pair = TRY(TupleOf({name, Value::Int(f->value)}));
    TRY_VOID(ListAppend(features, pair));
  }
  return ModuleAdd(module, "features", features.Release());
}

bool AddError(Value module) {
  Handle error = Retain(ModuleState("pyexpat.error"));
  if (!error) {
    error = TRY(MakeException("xml.parsers.expat.ExpatError", Value::Empty(), Value::Empty()));
    TRY_VOID(ModuleStateSet("pyexpat.error", error));
  }
  return ModuleAdd(module, "error", Retain(error)) &&
         ModuleAdd(module, "ExpatError", Retain(error));
}

}  // namespace

Raised RaiseExpatError(XML_Parser parser, XML_Error code) {
  int64_t line = static_cast<int64_t>(XML_GetErrorLineNumber(parser));
  int64_t column = static_cast<int64_t>(XML_GetErrorColumnNumber(parser));
  Handle message = StrFormat("%s: line %zd, column %zd", XML_ErrorString(code),
                             static_cast<ssize_t>(line), static_cast<ssize_t>(column));
  if (!message) return {};
  Handle error = Call(ModuleState("pyexpat.error"), {message});
  if (!error || !SetAttribute(error, "code", Value::Int(code)) ||
      !SetAttribute(error, "offset", Value::Int(column)) ||
      !SetAttribute(error, "lineno", Value::Int(line)))
    return {};
  return RaiseInstance(error.Release());
}

bool AddExpatConstants(Value module) {
  XML_Expat_Version version = XML_ExpatVersionInfo();
  Handle info = TRY(
      TupleOf({Value::Int(version.major), Value::Int(version.minor), Value::Int(version.micro)}));
  static constexpr IntConstant kParsing[] = {
      {"XML_PARAM_ENTITY_PARSING_NEVER", XML_PARAM_ENTITY_PARSING_NEVER},
      {"XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE},
      {"XML_PARAM_ENTITY_PARSING_ALWAYS", XML_PARAM_ENTITY_PARSING_ALWAYS},
      {}};
  Handle model = TRY(AddSubmodule(module, "model", "pyexpat.model",
                                  "Constants used to interpret content model information."));
  return AddError(module) && AddErrors(module) && AddIntConstants(model, kModel) &&
         AddFeatures(module) && AddIntConstants(module, kParsing) &&
         ModuleAddStr(module, "EXPAT_VERSION", XML_ExpatVersion()) &&
         ModuleAdd(module, "version_info", info.Release()) &&
         ModuleAddStr(module, "native_encoding", "UTF-8");
}

}  // namespace polygil
