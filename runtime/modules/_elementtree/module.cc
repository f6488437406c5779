// _elementtree: the fast half of xml.etree.ElementTree.

#include "runtime/modules/_elementtree/tree.h"
#include "runtime/modules/module_state.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

bool CheckFactory(Value v, const char* what) {
  if (v.IsNone() || IsCallable(v)) return true;
  return Raise(&TypeErrorType, "%s factory must be callable, not %.100s", what, TypeName(v));
}

// _set_factories(comment_factory, pi_factory): what builders use without factories of their own.
Owned SetFactories(Value, const Value* args, size_t) {
  TRY_VOID(CheckFactory(args[0], "Comment") && CheckFactory(args[1], "PI"));
  Handle old_comment = Retain(OrNone(ModuleState("_elementtree.comment_factory")));
  Handle old_pi = Retain(OrNone(ModuleState("_elementtree.pi_factory")));
  TRY_VOID(ModuleStateSet("_elementtree.comment_factory", args[0]) &&
           ModuleStateSet("_elementtree.pi_factory", args[1]));
  return TupleOf({old_comment, old_pi});
}

bool AddError(Value module) {
  Handle error = Retain(ModuleState("_elementtree.ParseError"));
  if (!error) {
    error = TRY(MakeException("xml.etree.ElementTree.ParseError", Value::Pointer(&SyntaxErrorType),
                              Value::Empty()));
    TRY_VOID(ModuleStateSet("_elementtree.ParseError", error));
  }
  return ModuleAdd(module, "ParseError", error.Release());
}

bool Execute(Value module) {
  TRY_VOID(InitElementType() && InitElementIteratorType() && InitTreeBuilderType() &&
           InitXmlParserType() && AddError(module));
  for (Type* type : {&ElementType, &TreeBuilderType, XmlParserTypeObject()})
    TRY_VOID(ModuleAddType(module, type));
  return true;
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_elementtree, SubElement, Keywords(SubElementFunction), nullptr),
    PY_FUNCTION(_elementtree, _set_factories, Positional(SetFactories, 2, 2),
                "($module, comment_factory, pi_factory, /)\n--\n\nChange the factories used to "
                "create comments and processing instructions."),
    {}};

}  // namespace

extern const ModuleDefinition ElementtreeModule;
const ModuleDefinition ElementtreeModule = {"_elementtree", nullptr, kFunctions, Execute};

}  // namespace polygil
