// The module pyexpat.

#include "runtime/modules/pyexpat/parser.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// A str without NULs as C text; null for None or nothing.
Fallible<const char*> TextOrNone(Value v, const char* name, Handle* owner) {
  if (!v || v.IsNone()) return static_cast<const char*>(nullptr);
  if (!IsStr(v))
    return Raise(&TypeErrorType, "ParserCreate() argument '%s' must be str or None, not %T", name,
                 v);
  std::string_view text = TRY(StrAsUtf8(v, owner));
  if (text.find('\0') != text.npos) return Raise(&ValueErrorType, "embedded null character");
  return text.data();
}

Owned ParserCreate(Value, const Value* args) {
  Handle encoding_owner, separator_owner, made;
  const char* encoding = TRY(TextOrNone(args[0], "encoding", &encoding_owner));
  const char* separator = TRY(TextOrNone(args[1], "namespace_separator", &separator_owner));
  if (separator != nullptr && separator[0] != 0 && separator[1] != 0)
    return Raise(&ValueErrorType,
                 "namespace_separator must be at most one character, omitted, or None");
  Value intern = args[2];
  if (!intern) {
    made = TRY(DictNew());
    intern = made;
  } else if (intern.IsNone()) {
    intern = Value::Empty();
  } else if (!IsDict(intern)) {
    return Raise(&TypeErrorType, "intern must be a dictionary");
  }
  return ExpatParserNew(encoding, separator, intern);
}

Owned ErrorString(Value, Value code) {
  int64_t number = TRY(AsInt64(code));
  return ExpatText(XML_ErrorString(static_cast<XML_Error>(number)));
}

bool Execute(Value module) {
  return InitExpatParserType() && AddExpatConstants(module) &&
         ModuleAdd(module, "XMLParserType", Retain(Value::Pointer(&ExpatParserType)));
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(pyexpat, ParserCreate, Bound(ParserCreate),
                "($module, /, encoding=None, namespace_separator=None,\n             "
                "intern=<unrepresentable>)\n--\n\nReturn a new XML parser object."),
    PY_FUNCTION(pyexpat, ErrorString, OneArg(ErrorString),
                "($module, code, /)\n--\n\nReturns string error for given number."),
    {}};

}  // namespace

extern const ModuleDefinition PyexpatModule;
const ModuleDefinition PyexpatModule = {"pyexpat", "Python wrapper for Expat parser.", kFunctions,
                                        Execute};

}  // namespace polygil
